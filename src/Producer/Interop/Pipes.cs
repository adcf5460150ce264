using System.Runtime.InteropServices;

namespace FrameRing.Producer.Interop;

/// <summary>poll(2), open(2), lseek(2) and close(2) for inputs that may block.</summary>
internal static partial class Pipes
{
    internal const int O_RDONLY = 0;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int SEEK_CUR = 1;
    internal const int ESPIPE = 29;
    internal const int EINTR = 4;
    internal const short POLLIN = 1;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long lseek(int fd, long offset, int whence);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(ref pollfd fds, nuint count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);

    internal struct pollfd
    {
        internal int fd;
        internal short events;
        internal short revents;
    }
}
