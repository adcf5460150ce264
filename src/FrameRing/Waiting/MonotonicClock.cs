using System.Diagnostics;

namespace FrameRing.Waiting;

/// <summary>CLOCK_MONOTONIC in nanoseconds, the clock of all times in a ring (clock_gettime(2)).</summary>
public static class MonotonicClock
{
    /// <summary>Nanoseconds now. The same clock in every process of the machine. Allocates nothing.</summary>
    public static long NowNanoseconds
    {
        get
        {
            long ticks = Stopwatch.GetTimestamp();
            return Stopwatch.Frequency == 1_000_000_000 ? ticks : (long)((Int128)ticks * 1_000_000_000 / Stopwatch.Frequency);
        }
    }

    /// <summary>What to add to CLOCK_MONOTONIC to get CLOCK_REALTIME (nanoseconds since 1970), as it is now.</summary>
    public static long WallClockOffsetNanoseconds =>
        ((DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100) - NowNanoseconds;
}
