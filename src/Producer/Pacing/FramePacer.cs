using FrameRing.Layout;
using FrameRing.Waiting;

namespace FrameRing.Producer.Pacing;

/// <summary>Holds each frame back until it is due by its time stamp, counted from the first one.</summary>
internal sealed class FramePacer(bool isPaced)
{
    // Behind by more than this, the clock starts anew: catching up would only flood the readers.
    private const long TooLate = 1_000_000_000;

    // A stop signal must not wait for a frame that is due in a minute.
    private const long Slice = 100_000_000;

    private long _origin;
    private bool _started;

    internal void WaitUntilDue(in FrameMetadata metadata, CancellationToken cancellationToken)
    {
        if (!isPaced || metadata.Pts == FrameMetadata.NoPts || !metadata.TimeBase.IsKnown)
        {
            return;
        }

        long time = (long)((Int128)metadata.Pts * metadata.TimeBase.Numerator * 1_000_000_000 / metadata.TimeBase.Denominator);
        long now = MonotonicClock.NowNanoseconds;
        if (!_started || now - (_origin + time) > TooLate)
        {
            _started = true;
            _origin = now - time;
        }

        long due = _origin + time;
        while (due > (now = MonotonicClock.NowNanoseconds) && !cancellationToken.IsCancellationRequested)
        {
            MonotonicClock.SleepUntil(Math.Min(due, now + Slice));
        }
    }
}
