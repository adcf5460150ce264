using FrameRing.Layout;
using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

/// <summary>
/// What goes with a ring's name. All of it is found by keys made from the name, and whoever chooses a name can choose one whose keys are
/// those of somebody else's objects. So only what the directory's creator has made counts, and of semaphores those that the directory names.
/// </summary>
internal sealed class RingRemains
{
    private readonly string _name;
    private readonly SharedMemorySegment? _page;
    private readonly ReaderSemaphores? _readers;
    private readonly SharedMemorySegment?[] _leftovers;

    private RingRemains(string name, SharedMemorySegment? page, uint creator, int namedWriter, int namedReaders)
    {
        _name = name;
        _page = page;
        Creator = creator;
        NamedWriter = namedWriter;
        _readers = ReaderSemaphores.Find(name, creator) is { } readers && IsNamed(readers.Set, namedReaders) ? readers : null;
        _leftovers = [TransientSegment.FindLeftover(name, TransientSegment.FramePart, creator), TransientSegment.FindLeftover(name, TransientSegment.LeasePart, creator)];
    }

    /// <summary>Who has made the directory; without one, this user.</summary>
    internal uint Creator { get; }

    /// <summary>The writer semaphore that the directory names; -1 if it names none.</summary>
    internal int NamedWriter { get; }

    /// <summary>Looks for what there is, but for the writer semaphore.</summary>
    /// <exception cref="FrameRingException">The name is another user's (root may remove everybody's), or something else has its key.</exception>
    internal static RingRemains Find(string name, string operation)
    {
        uint self = LibC.geteuid();
        if (!SharedMemorySegment.TryOpen(RingName.ToKey(name), out SharedMemorySegment page) || !page.TryGetStatus(out SharedMemoryStatus status))
        {
            return new RingRemains(name, null, self, DirectoryEntry.NoObject, DirectoryEntry.NoObject);
        }

        if (status.CreatorUid != self && self != 0)
        {
            throw new FrameRingException(FrameRingError.AccessDenied, operation, $"it was created by user {status.CreatorUid}", "Only that user and root can remove it.");
        }

        (int writer, int readers) = ReadEntry(name, status.CreatorUid);
        return new RingRemains(name, page, status.CreatorUid, writer, readers);
    }

    /// <summary>Whether a set that has a ring's key can be the one of a directory: it is named there, or none is that exists.</summary>
    internal static bool IsNamed(SemaphoreSet set, int named)
    {
        try
        {
            return named == set.Id || named < 0 || !new SemaphoreSet(named).TryGetStatus(out _);
        }
        catch (FrameRingException)
        {
            // There is one, and it may not be looked at.
            return false;
        }
    }

    internal bool IsEmpty => _page is null && _readers is null && Array.TrueForAll(_leftovers, leftover => leftover is null) && WriterLock.Find(_name) < 0;

    /// <summary>Removes all of it. The writer semaphore is the caller's to remove, last.</summary>
    internal void Remove()
    {
        foreach (SharedMemorySegment? leftover in _leftovers)
        {
            leftover?.Remove();
        }

        _readers?.Remove();
        _page?.Remove();
    }

    // What is no ring of this name stays. A ring of another version may go: nobody of this version can use it, nor read what it names.
    private static (int Writer, int Readers) ReadEntry(string name, uint creator)
    {
        try
        {
            using RingDirectory? directory = RingDirectory.TryOpen(name, [creator]);
            if (directory is not null && directory.TryReadEntry(out DirectoryEntry entry))
            {
                return (entry.WriterSemaphoreId, entry.ReaderSemaphoreId);
            }
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.IncompatibleVersion)
        {
        }

        return (DirectoryEntry.NoObject, DirectoryEntry.NoObject);
    }
}
