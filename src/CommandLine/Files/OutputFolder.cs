using FrameRing.CommandLine.Handles;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>
/// A folder that a tool writes into and that may be somebody else's. It is held open, so its name can be given to another one without
/// harm. Nothing that is in it is ever opened or followed: files are made anew and renamed.
/// </summary>
public sealed class OutputFolder : IDisposable
{
    private readonly SafeFileHandle _handle;

    private OutputFolder(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens a folder and makes it if it is not there.</summary>
    /// <param name="path">Its path. Symbolic links on it must be root's or this user's.</param>
    /// <returns>The folder; the caller disposes it.</returns>
    /// <exception cref="IOException">It cannot be made or takes no files.</exception>
    public static OutputFolder Open(string path)
    {
        OutputFolder folder = new(PathWalk.ToFolder(path, creates: true));
        try
        {
            // Tells at once whether it takes files, and whether there is room for one.
            using NewFile probe = folder.CreateFile();
            probe.Write("x"u8);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes a file that has no name yet.</summary>
    /// <returns>The file; the caller disposes it before the folder.</returns>
    /// <exception cref="IOException">The folder takes no files.</exception>
    public NewFile CreateFile() => new(_handle);

    /// <summary>Whether anything has the name, also a link that leads nowhere.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if something has it.</returns>
    public bool Contains(string name) => Descriptor.TryStatusAt(_handle, name) is not null;

    /// <summary>Removes a file, unless the name has gone to something else meanwhile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="identity">What was told when it got the name.</param>
    /// <returns>What has come of it.</returns>
    public Deletion Delete(string name, in FileIdentity identity) =>
        Descriptor.TryStatusAt(_handle, name) is not { } status ? Deletion.Done
        : IdentityOf(status) != identity ? Deletion.LeftAlone
        : Descriptor.TryUnlink(_handle, name) || LibC.errno == LibC.ENOENT ? Deletion.Done : Deletion.Refused;

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    internal static FileIdentity IdentityOf(in stat status) => new((ulong)status.st_dev, (ulong)status.st_ino, (long)status.st_size);
}
