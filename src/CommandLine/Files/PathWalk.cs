using FrameRing.CommandLine.Handles;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>
/// Goes along a path from folder to folder, each by the descriptor of the one before, so that nobody can exchange one meanwhile. Symbolic
/// links are followed if root or this user made them. Nothing on the way is opened in a way that could wait.
/// </summary>
internal static class PathWalk
{
    private const int MaxLinks = 40;

    // Folders made on one way: somebody may remove each again at once.
    private const int MaxMade = 4096;

    /// <summary>Opens a folder, to be used as the start of names (O_PATH).</summary>
    /// <param name="path">Its path.</param>
    /// <param name="creates">Whether to make what is missing.</param>
    internal static SafeFileHandle ToFolder(string path, bool creates) => Walk(path, isFile: false, creates).Folder;

    /// <summary>Finds where a file is or is to be. A link of another user as the last part is not followed: it is what is there.</summary>
    /// <param name="path">Its path.</param>
    internal static PathEnd ToFile(string path) => Walk(path, isFile: true, creates: false);

    private static PathEnd Walk(string path, bool isFile, bool creates)
    {
        if (path.Length == 0)
        {
            throw Descriptor.Failure(LibC.ENOENT);
        }

        Stack<string> rest = new();
        SafeFileHandle at = Push(rest, path, null);
        try
        {
            int links = 0;
            int made = 0;
            while (rest.TryPop(out string? part))
            {
                bool isLast = isFile && rest.Count == 0;
                SafeFileHandle? found = Descriptor.TryOpenAt(Descriptor.NumberOf(at), part, LibC.O_PATH | LibC.O_NOFOLLOW);
                if (found is null)
                {
                    int errno = LibC.errno;
                    if (errno == LibC.ENOENT && isLast)
                    {
                        return new PathEnd(at, part, null, default);
                    }

                    if (errno != LibC.ENOENT || !creates || ++made > MaxMade)
                    {
                        throw Descriptor.Failure(errno);
                    }

                    Descriptor.MakeFolder(at, part);
                    rest.Push(part);
                    continue;
                }

                stat status = Descriptor.StatusOf(found);
                bool isLink = Descriptor.IsKind(status, LibC.S_IFLNK);
                if (isLast && (!isLink || Descriptor.IsInProc(status) || !IsTrusted(status)))
                {
                    return new PathEnd(at, part, found, status);
                }

                SafeFileHandle before = at;
                at = isLink ? Follow(rest, at, found, part, status, ref links) : found;
                if (at != before)
                {
                    before.Dispose();
                }

                if (at != found)
                {
                    found.Dispose();
                }
            }

            if (isFile || !Descriptor.IsKind(Descriptor.StatusOf(at), LibC.S_IFDIR))
            {
                throw Descriptor.Failure(isFile ? LibC.EISDIR : LibC.ENOTDIR);
            }

            return new PathEnd(at, string.Empty, null, default);
        }
        catch
        {
            at.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Follow(Stack<string> rest, SafeFileHandle at, SafeFileHandle link, string name, in stat status, ref int links)
    {
        try
        {
            if (!IsTrusted(status))
            {
                throw new IOException($"'{name}' is a symbolic link of user {(uint)status.st_uid}, who is neither you nor root and can let it lead anywhere. Name the folder that it leads to.");
            }

            if (++links > MaxLinks)
            {
                throw Descriptor.Failure(LibC.ELOOP);
            }

            return Descriptor.IsInProc(status)
                ? Descriptor.OpenAt(Descriptor.NumberOf(at), name, LibC.O_PATH)
                : Push(rest, Descriptor.ReadLink(link), at);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    // The folder where the path begins. A path that ends with a slash is a folder's, as if it ended with a dot.
    private static SafeFileHandle Push(Stack<string> rest, string path, SafeFileHandle? at)
    {
        if (path.EndsWith('/'))
        {
            rest.Push(".");
        }

        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            rest.Push(part);
        }

        return path.StartsWith('/') ? Descriptor.OpenAt(LibC.AT_FDCWD, "/", LibC.O_PATH | LibC.O_DIRECTORY)
            : at ?? Descriptor.OpenAt(LibC.AT_FDCWD, ".", LibC.O_PATH | LibC.O_DIRECTORY);
    }

    private static bool IsTrusted(in stat status) => (uint)status.st_uid == 0 || status.st_uid == LibC.geteuid();
}
