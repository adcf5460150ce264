using System.Runtime.InteropServices;

namespace FrameRing.CommandLine.Interop;

/// <summary>What Tmds.LibC lacks of stdio.h.</summary>
internal static partial class Stdio
{
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int renameat(int oldfolder, string oldpath, int newfolder, string newpath);
}
