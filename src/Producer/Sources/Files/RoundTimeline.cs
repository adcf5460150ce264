using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Producer.Sources.Files;

/// <summary>Lets the rounds of a repeated file follow on from each other: each begins when the last frame of the one before is over.</summary>
internal sealed class RoundTimeline
{
    private long _offset;
    private long _end = FrameMetadata.NoPts;
    private bool _isFirstOfRound;

    internal void BeginRound() => _isFirstOfRound = true;

    /// <summary>Moves the frame's time stamp behind the rounds before, and flags the first frame of a further round.</summary>
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
            _end = Math.Max(_end, metadata.Pts + DurationOf(metadata));
        }
    }

    private static long DurationOf(in FrameMetadata metadata)
    {
        if (metadata.Duration > 0 || !metadata.FrameRate.IsKnown || !metadata.TimeBase.IsKnown)
        {
            return Math.Max(1, metadata.Duration);
        }

        return Math.Max(1, (long)Math.Round(1 / (metadata.FrameRate.ToDouble() * metadata.TimeBase.ToDouble())));
    }
}
