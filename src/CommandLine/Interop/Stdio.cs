using System.Runtime.InteropServices;

namespace FrameRing.CommandLine.Interop;

/// <summary>What Tmds.LibC lacks of stdio.h.</summary>
internal static partial class Stdio
{
    // Names as bytes: they need not be valid text.
    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int renameat(int oldfolder, byte* oldpath, int newfolder, byte* newpath);
}
