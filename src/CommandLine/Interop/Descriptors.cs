using System.Runtime.InteropServices;

namespace FrameRing.CommandLine.Interop;

// <fcntl.h>, <unistd.h>: what a process has been given at its start, and beginning it anew.
internal static unsafe partial class Descriptors
{
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_ACCMODE = 3;
    internal const int F_GETFD = 1;
    internal const int F_GETFL = 3;
    internal const int FD_CLOEXEC = 1;
    internal const int F_DUPFD_CLOEXEC = 1030;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(int fd, int cmd, int arg);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int dup2(int oldfd, int newfd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int execv(string path, byte** argv);
}
