using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Producer.Sources.Files;

/// <summary>
/// The time stamps of one video, whatever it is made of: the rounds of a repeated file follow on from each other, and frames without a
/// time stamp count on from the one before.
/// </summary>
internal sealed class RoundTimeline
{
    private long _offset;
    private long _end = FrameMetadata.NoPts;
    private bool _isFirstOfRound;

    internal void BeginRound() => _isFirstOfRound = true;

    /// <summary>Moves the frame's time stamp to its place, and flags the first frame of a further round.</summary>
    internal void Place(ref FrameMetadata metadata)
    {
        if (_isFirstOfRound)
        {
            metadata.Flags |= FrameFlags.Discontinuity;
            if (metadata.Pts != FrameMetadata.NoPts && _end != FrameMetadata.NoPts)
            {
                _offset = _end - metadata.Pts;
            }

            _isFirstOfRound = false;
        }

        if (metadata.Pts != FrameMetadata.NoPts)
        {
            metadata.Pts += _offset;
        }
        else if (metadata.Duration > 0 || metadata.FrameRate.IsKnown)
        {
            metadata.Pts = _end == FrameMetadata.NoPts ? 0 : _end;
        }

        if (metadata.Pts != FrameMetadata.NoPts)
        {
            _end = Math.Max(_end, metadata.Pts + FrameDuration.Of(metadata));
        }
    }
}
