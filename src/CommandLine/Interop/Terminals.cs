using System.Runtime.InteropServices;

namespace FrameRing.CommandLine.Interop;

// <sys/ioctl.h>: how large a terminal is.
internal static unsafe partial class Terminals
{
    internal const nuint TIOCGWINSZ = 0x5413;

    [LibraryImport("libc")]
    internal static partial int ioctl(int fd, nuint request, winsize* argument);

    internal struct winsize
    {
        internal ushort ws_row;
        internal ushort ws_col;
        internal ushort ws_xpixel;
        internal ushort ws_ypixel;
    }
}
