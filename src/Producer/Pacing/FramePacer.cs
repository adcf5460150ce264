using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources;
using FrameRing.Waiting;

namespace FrameRing.Producer.Pacing;

/// <summary>Holds each frame back until it is due by its time stamp, counted from the first one.</summary>
internal sealed class FramePacer(bool isPaced)
{
    // Behind by more than this, the clock starts anew: catching up would only flood the readers.
    private const long TooLate = 1_000_000_000;

    // A stop signal must not wait for a frame that is due in a minute.
    private const long Slice = 100_000_000;

    // A hundred years, as the longest time of an option.
    private const long LongestFrame = 3_200_000_000_000_000_000;

    private const long NanosecondsPerTick = 100;
    private const double LongestWait = 1_000_000_000;

    private long _origin;
    private long _first;
    private long _end;
    private bool _started;

    internal void WaitUntilDue(in FrameMetadata metadata, CancellationToken cancellationToken)
    {
        if (!isPaced || metadata.Pts == FrameMetadata.NoPts || !metadata.TimeBase.IsKnown)
        {
            return;
        }

        long time = ToNanoseconds(metadata.Pts, metadata.TimeBase);
        long now = MonotonicClock.NowNanoseconds;
        if (!_started || now - (_origin + time) > TooLate)
        {
            _first = _started ? _first : time;
            _started = true;
            _origin = now - time;
        }

        long due = _origin + time;
        _end = due + Math.Clamp(ToNanoseconds(FrameDuration.Of(metadata), metadata.TimeBase), 0, LongestFrame);
        while (due > (now = MonotonicClock.NowNanoseconds) && !cancellationToken.IsCancellationRequested)
        {
            MonotonicClock.SleepUntil(Math.Min(due, now + Slice));
        }
    }

    /// <summary>Waits until the last frame has been shown as long as it lasts.</summary>
    /// <param name="limit">No longer than until so much video has been shown; null for no such limit.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    internal void WaitUntilShown(TimeSpan? limit, CancellationToken cancellationToken)
    {
        while (NanosecondsLeft(limit) is > 0 and var left && !cancellationToken.IsCancellationRequested)
        {
            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Min(left / 1e6, LongestWait)));
        }
    }

    /// <summary>How long the last frame is still to be shown.</summary>
    /// <param name="limit">As for <see cref="WaitUntilShown"/>.</param>
    internal TimeSpan TimeLeft(TimeSpan? limit) => TimeSpan.FromTicks(Math.Max(0, NanosecondsLeft(limit)) / NanosecondsPerTick);

    private long NanosecondsLeft(TimeSpan? limit)
    {
        long end = limit is { } length ? Math.Min(_end, _origin + _first + (length.Ticks * NanosecondsPerTick)) : _end;
        return end - MonotonicClock.NowNanoseconds;
    }

    private static long ToNanoseconds(long time, Rational timeBase) => long.CreateSaturating((Int128)time * timeBase.Numerator * 1_000_000_000 / timeBase.Denominator);
}
