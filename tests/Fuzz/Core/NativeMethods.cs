using System.Runtime.InteropServices;

namespace FrameRing.Fuzz.Core;

// What Tmds.LibC lacks, or has in another shape.
internal static unsafe partial class NativeMethods
{
    internal const int PROT_NONE = 0;
    internal const int MAP_PRIVATE = 0x2;
    internal const int MAP_ANONYMOUS = 0x20;
    internal const int MAP_NORESERVE = 0x4000;
    internal const int RLIMIT_CORE = 4;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial void* mmap(void* addr, nuint length, int prot, int flags, int fd, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int munmap(void* addr, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int mprotect(void* addr, nuint length, int prot);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setrlimit(int resource, ulong* limits);

    // Ends the process at once, whatever its other threads do.
    [LibraryImport("libc")]
    internal static partial void _exit(int status);
}
