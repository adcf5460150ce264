using System.Diagnostics;
using FrameRing.Interop;

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

    /// <summary>Sleeps until a point in time (clock_nanosleep(2) with TIMER_ABSTIME), so that delays of a series do not add up.</summary>
    /// <param name="nanoseconds">The time on this clock; one in the past returns at once.</param>
    public static unsafe void SleepUntil(long nanoseconds)
    {
        // struct timespec of 64-bit Linux: seconds, nanoseconds. Interrupted by a signal handler, it is simply called again.
        long* request = stackalloc long[] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        while (nanoseconds > NowNanoseconds && Clock.clock_nanosleep(Clock.CLOCK_MONOTONIC, Clock.TIMER_ABSTIME, request, null) != 0)
        {
        }
    }
}
