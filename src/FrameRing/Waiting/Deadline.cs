using System.Diagnostics;

namespace FrameRing.Waiting;

/// <summary>A point on CLOCK_MONOTONIC (which is what <see cref="Stopwatch"/> reads on Linux), so the setting of the clock moves nothing.</summary>
internal readonly struct Deadline
{
    private readonly long _ticks;

    private Deadline(long ticks) => _ticks = ticks;

    internal static Deadline After(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return new Deadline(long.MaxValue);
        }

        double ticks = Stopwatch.GetTimestamp() + (Math.Max(0, timeout.TotalSeconds) * Stopwatch.Frequency);
        return new Deadline(ticks >= long.MaxValue ? long.MaxValue : (long)ticks);
    }

    /// <summary>Whether a limit has been reached; <see cref="Timeout.InfiniteTimeSpan"/> never is.</summary>
    internal static bool IsOver(TimeSpan limit, long nanoseconds) => limit != Timeout.InfiniteTimeSpan && nanoseconds >= limit.TotalNanoseconds;

    internal bool HasPassed => _ticks != long.MaxValue && Stopwatch.GetTimestamp() >= _ticks;

    /// <summary>What is left, at most <paramref name="slice"/>, never negative.</summary>
    internal TimeSpan RemainingAtMost(TimeSpan slice)
    {
        if (_ticks == long.MaxValue)
        {
            return slice;
        }

        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _ticks);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < slice ? left : slice;
    }
}
