using FrameRing.CommandLine.Handles;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>
/// A file that nobody had before: made under a name that cannot be guessed, and given its own name in one step, in place of whatever has
/// it then, which is not opened. Disposed without a name it is gone again.
/// </summary>
public sealed class NewFile : IDisposable
{
    private readonly SafeFileHandle _folder;
    private readonly SafeFileHandle _handle;
    private readonly DescriptorStream _content;
    private string? _temporary;
    private long _length;

    /// <summary>Makes the file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="replaced">The file of the user's own that this one is to replace: its permissions are kept. Null: those of the umask.</param>
    internal NewFile(SafeFileHandle folder, stat? replaced = null)
    {
        // 0666: the rest is the umask's. Nobody but the user opens the one that replaces a file before it has that file's permissions.
        int mode = replaced is null ? 0b110_110_110 : 0b110_000_000;
        _folder = folder;
        _temporary = $".framering.{Guid.NewGuid():N}.tmp";
        _handle = Descriptor.OpenAt(Descriptor.NumberOf(folder), _temporary, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, mode);
        _content = new DescriptorStream(new OutputDescriptor(_handle));
        if (replaced is { } kept)
        {
            TakePermissionsOf(kept);
        }
    }

    /// <summary>Adds to the file. If that fails, what was there before stays.</summary>
    /// <param name="bytes">What to add.</param>
    /// <exception cref="IOException">There is no room, or the device fails.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _content.Write(bytes);
            _length += bytes.Length;
        }
        catch (IOException)
        {
            Descriptor.Truncate(_handle, _length);
            throw;
        }
    }

    /// <summary>Gives the file its name, in place of what has it.</summary>
    /// <param name="name">The name, without a folder.</param>
    /// <returns>What tells the file from others, as it is now.</returns>
    /// <exception cref="IOException">The folder does not allow it, or a folder has the name.</exception>
    public FileIdentity Publish(string name)
    {
        Descriptor.Rename(_folder, _temporary!, name);
        _temporary = null;
        return OutputFolder.IdentityOf(Descriptor.StatusOf(_handle));
    }

    /// <summary>Hands the open file over; the caller disposes the stream instead.</summary>
    internal DescriptorStream Detach() => _content;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_temporary is { } name)
        {
            _temporary = null;
            Descriptor.TryUnlink(_folder, name);
        }

        _content.Dispose();
    }

    // What another group may do is not given to the group that this file has, unless everybody may do it.
    private void TakePermissionsOf(in stat replaced)
    {
        int mode = (int)(uint)replaced.st_mode & 0b111_111_111;
        int descriptor = Descriptor.NumberOf(_handle);
        if (LibC.fchown(descriptor, unchecked((uint)-1), replaced.st_gid) != 0)
        {
            mode &= 0b111_000_111 | ((mode & 0b111) << 3);
        }

        if (LibC.fchmod(descriptor, (ushort)mode) != 0)
        {
            IOException failure = Descriptor.Failure();
            Dispose();
            throw failure;
        }
    }
}
