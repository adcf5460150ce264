using FrameRing.CommandLine.Handles;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>
/// A file to write that the user has named. What is a pipe or a device is written to; everything else is replaced by a new file as soon as
/// there is something to write, with the permissions of the user's own file that had the name. A file that is
/// a mount of its own, as in a container, has no other place: it is emptied and written as it is. What another user has planted under the name is never written through and never waited for.
/// </summary>
public sealed class NamedOutput : IDisposable
{
    private static readonly int s_specialFlags = LibC.O_WRONLY | LibC.O_NONBLOCK | LibC.O_NOCTTY;

    private const uint StickyBit = 0b001_000_000_000;

    private static readonly TimeSpan s_lookForReader = TimeSpan.FromMilliseconds(100);

    private readonly PathEnd _end;
    private readonly bool _isInPlace;
    private readonly bool _isEmptied;
    private SafeFileHandle? _special;

    private NamedOutput(PathEnd end)
    {
        _end = end;
        bool isReplaced = end.Target is null || (!end.IsInProc && (end.IsKind(LibC.S_IFREG) || end.IsKind(LibC.S_IFLNK)));
        if (isReplaced)
        {
            _isInPlace = end.IsMount || !TakesFiles(end);
            RefuseWhatCannotBeWritten();
        }
        else if (end.IsKind(LibC.S_IFDIR))
        {
            throw Descriptor.Failure(LibC.EISDIR);
        }
        else if (end.IsKind(LibC.S_IFSOCK))
        {
            throw new IOException("It is a socket, which only its own program opens.");
        }
        else if (end.IsInProc)
        {
            _special = OwnDescriptor.TryShare(end);
            _isEmptied = _special is null;
            _special ??= Descriptor.OpenAt(Descriptor.NumberOf(end.Folder), end.Name, s_specialFlags);
        }
        else if (!end.IsKind(LibC.S_IFIFO))
        {
            _special = Reopen(s_specialFlags) ?? throw Descriptor.Failure();
        }
        else if ((uint)end.Status.st_uid != 0 && end.Status.st_uid != LibC.geteuid())
        {
            throw new IOException($"It is a pipe of user {(uint)end.Status.st_uid}, who is neither you nor root.");
        }
    }

    /// <summary>Whether it is a pipe that must have a reader before it can be opened.</summary>
    public bool NeedsReader => _special is null && _end.IsKind(LibC.S_IFIFO);

    /// <summary>Looks at what has the name and whether it can be written. Changes nothing and never waits.</summary>
    /// <param name="path">What the user has named.</param>
    /// <returns>The output; the caller disposes it.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static NamedOutput Find(string path)
    {
        PathEnd end = PathWalk.ToFile(path);
        try
        {
            return new NamedOutput(end);
        }
        catch
        {
            end.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the reader of a pipe.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False if it was ended.</returns>
    /// <exception cref="IOException">The pipe cannot be opened.</exception>
    public bool WaitForReader(CancellationToken stop)
    {
        while (NeedsReader && !stop.IsCancellationRequested)
        {
            _special = Reopen(s_specialFlags);
            if (_special is null && LibC.errno is int errno && errno != LibC.ENXIO && errno != LibC.EINTR)
            {
                throw Descriptor.Failure(errno);
            }

            // There is nothing to sleep on: a pipe's writer cannot ask to be told.
            _ = _special is null && stop.WaitHandle.WaitOne(s_lookForReader);
        }

        return !NeedsReader;
    }

    /// <summary>Begins: a file gets its name now, and is empty.</summary>
    /// <returns>What to write to; the caller disposes it.</returns>
    /// <exception cref="IOException">It cannot be written any more.</exception>
    public DescriptorStream Open()
    {
        if (_special is { } special)
        {
            _special = null;
            if (_isEmptied)
            {
                Descriptor.Truncate(special, 0);
            }

            return new DescriptorStream(new OutputDescriptor(special));
        }

        if (_isInPlace)
        {
            return new DescriptorStream(new OutputDescriptor(Reopen(LibC.O_WRONLY | LibC.O_TRUNC) ?? throw Descriptor.Failure()));
        }

        bool isOwn = _end.IsKind(LibC.S_IFREG) && _end.Status.st_uid == LibC.geteuid();
        NewFile file = new(_end.Folder, isOwn ? _end.Status : null);
        try
        {
            file.Publish(_end.Name);
            return file.Detach();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _special?.Dispose();
        _end.Dispose();
    }

    // What would fail when there is a ring, and after a long wait for it, is told at once.
    private void RefuseWhatCannotBeWritten()
    {
        if (_isInPlace)
        {
            using SafeFileHandle probe = Reopen(LibC.O_WRONLY) ?? throw Descriptor.Failure();
            return;
        }

        // A folder like /tmp: only the owner of a file, or of the folder, may give its name to another one.
        stat folder = Descriptor.StatusOf(_end.Folder);
        uid_t user = LibC.geteuid();
        if (_end.Target is not null && ((uint)folder.st_mode & StickyBit) != 0 && (uint)user != 0 && _end.Status.st_uid != user && folder.st_uid != user)
        {
            throw new IOException($"It belongs to user {(uint)_end.Status.st_uid}, and only that user may replace files of theirs in this folder (sticky bit).");
        }
    }

    // Where this user may make no files, one that is there for this user to write is written as it is: its owner's, by no other name.
    private static bool TakesFiles(PathEnd end)
    {
        try
        {
            using NewFile probe = new(end.Folder);
            return true;
        }
        catch (IOException e) when (e.HResult is int errno && (errno == LibC.EACCES || errno == LibC.EPERM || errno == LibC.EROFS)
            && end.IsKind(LibC.S_IFREG) && end.Status.st_uid == LibC.geteuid() && (ulong)end.Status.st_nlink == 1)
        {
            return false;
        }
    }

    // The very thing that was looked at, whatever has its name now.
    private SafeFileHandle? Reopen(int flags) => Descriptor.TryOpenAt(LibC.AT_FDCWD, $"/proc/self/fd/{Descriptor.NumberOf(_end.Target!)}", flags);
}
