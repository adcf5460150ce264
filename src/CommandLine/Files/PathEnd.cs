using FrameRing.CommandLine.Handles;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>Where the path of a file ends: its folder, its name there, and what has that name now.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">The name; empty if the path is a folder's.</param>
/// <param name="Target">What is there, opened with O_PATH; null if nothing is.</param>
/// <param name="Status">What that is.</param>
internal sealed record PathEnd(SafeFileHandle Folder, string Name, SafeFileHandle? Target, stat Status) : IDisposable
{
    internal bool IsKind(mode_t kind) => Target is not null && Descriptor.IsKind(Status, kind);

    /// <summary>Whether it is one of the kernel's links to files that this process has open, as <c>/dev/stdout</c> leads to.</summary>
    internal bool IsInProc => Target is not null && Descriptor.IsInProc(Status);

    /// <summary>Whether it is a file that is mounted under its name: the kernel gives that name to no other.</summary>
    internal bool IsMount => IsKind(LibC.S_IFREG) && Descriptor.MountOf(Target!) is { } mount && Descriptor.MountOf(Folder) is { } around && mount != around;

    public void Dispose()
    {
        Target?.Dispose();
        Folder.Dispose();
    }
}
