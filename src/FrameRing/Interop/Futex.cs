using System.Runtime.InteropServices;

namespace FrameRing.Interop;

// futex(2) has no wrapper in the C library. The number is 202 on x86-64 and 98 on the architectures with the generic table.
internal static unsafe partial class Futex
{
    private const int FUTEX_WAIT = 0;
    private const int FUTEX_WAKE = 1;

    private const int ETIMEDOUT = 110;

    private static readonly nint s_number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;

    // True if the time was over, false if anything else ended the sleep.
    internal static bool Wait(uint* word, uint expected, TimeSpan timeout)
    {
        long nanoseconds = Math.Max(0, timeout.Ticks * 100);
        TimeSpec relative = new() { tv_sec = nanoseconds / 1_000_000_000, tv_nsec = nanoseconds % 1_000_000_000 };

        // EAGAIN (the word has changed), EINTR and ETIMEDOUT all mean to the caller that it has to look again.
        return syscall(s_number, word, FUTEX_WAIT, expected, &relative, null, 0) != 0 && Marshal.GetLastPInvokeError() == ETIMEDOUT;
    }

    internal static void Wake(uint* word, int count) => _ = syscall(s_number, word, FUTEX_WAKE, (uint)count, null, null, 0);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, uint* uaddr, int op, uint val, TimeSpec* timeout, uint* uaddr2, uint val3);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long tv_sec;
        public long tv_nsec;
    }
}
