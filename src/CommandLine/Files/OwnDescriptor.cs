using System.Globalization;
using System.Runtime.InteropServices;
using FrameRing.CommandLine.Handles;
using FrameRing.CommandLine.Interop;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>A file that this process was given open and that has a name, as <c>/dev/stdout</c> or <c>/dev/fd/3</c>.</summary>
internal static class OwnDescriptor
{
    /// <summary>The file as it is open: written where whoever opened it is, and at its end if it was opened so. Never emptied.</summary>
    /// <param name="end">Where the name leads to.</param>
    /// <returns>One more descriptor of it; null if it is none of this process's, no plain file, or not open for writing.</returns>
    internal static SafeFileHandle? TryShare(PathEnd end)
    {
        using SafeFileHandle own = Descriptor.OpenAt(LibC.AT_FDCWD, "/proc/self/fd", LibC.O_PATH | LibC.O_DIRECTORY);
        stat ours = Descriptor.StatusOf(own);
        stat folder = Descriptor.StatusOf(end.Folder);
        if (ours.st_dev != folder.st_dev || ours.st_ino != folder.st_ino || !int.TryParse(end.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return null;
        }

        int access = Descriptors.fcntl(number, Descriptors.F_GETFL, 0);
        if (access < 0 || (access & Descriptors.O_ACCMODE) == Descriptors.O_RDONLY)
        {
            return null;
        }

        int copy = Descriptors.fcntl(number, Descriptors.F_DUPFD_CLOEXEC, 0);
        SafeFileHandle shared = copy >= 0 ? new SafeFileHandle(copy, true) : throw Descriptor.Failure(Marshal.GetLastPInvokeError());
        if (Descriptor.IsKind(Descriptor.StatusOf(shared), LibC.S_IFREG))
        {
            return shared;
        }

        shared.Dispose();
        return null;
    }
}
