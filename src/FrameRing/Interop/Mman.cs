using System.Runtime.InteropServices;

namespace FrameRing.Interop;

// <sys/mman.h>; Tmds.LibC does not know MADV_POPULATE_WRITE (Linux 5.14).
internal static unsafe partial class Mman
{
    internal const int MADV_HUGEPAGE = 14;
    internal const int MADV_POPULATE_WRITE = 23;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int madvise(void* addr, nuint length, int advice);
}
