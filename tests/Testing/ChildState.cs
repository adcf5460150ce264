using System.Runtime.InteropServices;

namespace FrameRing.Testing;

/// <summary>Asks whether a child has stopped; waitid(2). The runtime only waits for ends, so the two do not take each other's news.</summary>
internal static unsafe partial class ChildState
{
    private const int P_PID = 1;
    private const int WNOHANG = 1;
    private const int WSTOPPED = 2;

    internal static bool TakeStopped(int pid)
    {
        // siginfo_t is 128 bytes; its first field, the signal's number, stays 0 if there is no news.
        int* info = stackalloc int[32];
        new Span<int>(info, 32).Clear();
        return waitid(P_PID, pid, info, WSTOPPED | WNOHANG) == 0 && *info != 0;
    }

    [LibraryImport("libc")]
    private static partial int waitid(int type, int id, int* info, int options);
}
