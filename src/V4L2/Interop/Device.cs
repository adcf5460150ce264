using System.Runtime.InteropServices;

namespace FrameRing.V4L2.Interop;

// open(2), ioctl(2), poll(2), mmap(2), eventfd(2): what a device file needs. Tmds.LibC's poll does not keep errno.
internal static unsafe partial class Device
{
    internal const int O_RDWR = 2;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_SHARED = 1;
    internal const short POLLIN = 1;
    internal const short POLLPRI = 2;
    internal const short POLLERR = 8;
    internal const short POLLHUP = 16;
    internal const short POLLNVAL = 32;
    internal const int EFD_CLOEXEC = 0x80000;
    internal const int EFD_NONBLOCK = 0x800;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);

    // Variadic in C: the third argument is passed in a register like any pointer on the 64-bit Linux ABIs.
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(pollfd* fds, nuint nfds, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial void* mmap(void* addr, nuint length, int prot, int flags, int fd, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int munmap(void* addr, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint initval, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(int fd, void* buf, nuint count);

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    internal struct pollfd
    {
        [FieldOffset(0)] internal int fd;
        [FieldOffset(4)] internal short events;
        [FieldOffset(6)] internal short revents;
    }
}
