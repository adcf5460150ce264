using System.Runtime.InteropServices;

namespace FrameRing.Interop;

// <time.h>: a sleep to a point in time, not for a time, so that delays do not add up.
internal static unsafe partial class Clock
{
    internal const int CLOCK_MONOTONIC = 1;
    internal const int TIMER_ABSTIME = 1;

    [LibraryImport("libc")]
    internal static partial int clock_nanosleep(int clockid, int flags, long* request, void* remain);
}
