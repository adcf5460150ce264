using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Producer.Sources.Files;

/// <summary>
/// The time stamps of one video, whatever it is made of: the rounds of a repeated file follow on from each other, a stream whose clock
/// jumps goes on as if it had not, and frames without a time stamp count on from the one before.
/// </summary>
/// <param name="canJump">True for formats whose clocks may be set anew in the middle, as MPEG-TS (AVFMT_TS_DISCONT).</param>
internal sealed class RoundTimeline(bool canJump)
{
    // The ffmpeg command's -dts_delta_threshold.
    private const double LongestGapSeconds = 10;

    private long _offset;
    private long _end = FrameMetadata.NoPts;
    private bool _isFirstOfRound;

    internal void BeginRound() => _isFirstOfRound = true;

    /// <summary>Moves the frame's time stamp to its place, and flags the first frame behind a break.</summary>
    internal void Place(ref FrameMetadata metadata)
    {
        bool isJump = canJump && !_isFirstOfRound && IsFarAway(metadata);
        if (_isFirstOfRound || isJump)
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
            _end = Math.Max(_end, metadata.Pts + DurationOf(metadata));
        }
    }

    private bool IsFarAway(in FrameMetadata metadata) =>
        metadata.Pts != FrameMetadata.NoPts && _end != FrameMetadata.NoPts && metadata.TimeBase.IsKnown
        && Math.Abs((double)metadata.Pts + _offset - _end) * metadata.TimeBase.ToDouble() > LongestGapSeconds;

    private static long DurationOf(in FrameMetadata metadata)
    {
        if (metadata.Duration > 0 || !metadata.FrameRate.IsKnown || !metadata.TimeBase.IsKnown)
        {
            return Math.Max(1, metadata.Duration);
        }

        return Math.Max(1, (long)Math.Round(1 / (metadata.FrameRate.ToDouble() * metadata.TimeBase.ToDouble())));
    }
}
