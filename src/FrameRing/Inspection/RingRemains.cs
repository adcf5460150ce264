using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;
using Tmds.Linux;

namespace FrameRing.Inspection;

/// <summary>
/// What goes with a ring's name. All of it is found by keys made from the name, and whoever chooses a name can choose one whose keys are
/// those of somebody else's objects. So only what the directory's creator has made counts, and of semaphores those that the directory names.
/// </summary>
internal sealed class RingRemains
{
    private readonly string _name;
    private readonly uint _creator;
    private readonly int _namedWriter;
    private readonly SharedMemorySegment? _page;
    private readonly SemaphoreSet? _writer;
    private readonly ReaderSemaphores? _readers;
    private readonly SharedMemorySegment?[] _leftovers;

    private RingRemains(string name, SharedMemorySegment? page, uint creator, int namedWriter, int namedReaders, bool isWriterAlive)
    {
        _name = name;
        _page = page;
        _creator = creator;
        _namedWriter = namedWriter;
        IsWriterAlive = isWriterAlive;
        _writer = SemaphoreSet.TryOpen(RingName.ToKey(name), out SemaphoreSet writer) && Owns(writer) ? writer : null;
        _readers = ReaderSemaphores.Find(name, creator) is { } readers && NamedSemaphores.IsNamed(readers.Set, namedReaders) ? readers : null;
        _leftovers = [TransientSegment.FindLeftover(name, TransientSegment.FramePart, creator), TransientSegment.FindLeftover(name, TransientSegment.LeasePart, creator)];
    }

    /// <summary>Whether the ring has a writer that lives.</summary>
    internal bool IsWriterAlive { get; }

    /// <summary>Whether the process that the directory names lives, whoever has the lock.</summary>
    internal bool IsProcessAlive { get; private init; }

    internal bool IsEmpty => _page is null && _writer is null && _readers is null && Array.TrueForAll(_leftovers, leftover => leftover is null);

    /// <summary>Looks for what there is.</summary>
    /// <exception cref="FrameRingException">The name is another user's (root may remove everybody's), or something else has its key.</exception>
    internal static RingRemains Find(string name, string operation)
    {
        uint self = LibC.geteuid();
        if (!SharedMemorySegment.TryOpen(RingName.ToKey(name), out SharedMemorySegment page) || !TryGetCreator(page, out uint creator))
        {
            return new RingRemains(name, null, self, DirectoryEntry.NoObject, DirectoryEntry.NoObject, isWriterAlive: false);
        }

        // Under the keys of a stranger's ring there may be objects of one's own, but for other ends: the stranger chose the name.
        return creator == self || self == 0
            ? OfDirectory(name, page, creator)
            : throw new FrameRingException(FrameRingError.AccessDenied, operation, $"it was created by {Describe(page, creator)}", "Only that user and root can remove it.");
    }

    /// <summary>Whether a set under the key of the name is this ring's writer semaphore.</summary>
    internal bool Owns(SemaphoreSet set)
    {
        try
        {
            return set.TryGetStatus(out SemaphoreSetStatus status) && status.Count == 1 && status.CreatorUid == _creator && NamedSemaphores.IsNamed(set, _namedWriter);
        }
        catch (FrameRingException)
        {
            // A stranger's, who lets nobody look.
            return false;
        }
    }

    /// <summary>Removes all of it, the writer semaphore last: until then no producer can start.</summary>
    internal void Remove()
    {
        foreach (SharedMemorySegment? leftover in _leftovers)
        {
            leftover?.Remove();
        }

        _readers?.Remove();
        _page?.Remove();
        _writer?.Remove();
    }

    // What is no ring of this name stays. A ring of another version may go: nobody of this version can use it, nor read what it names.
    private static RingRemains OfDirectory(string name, SharedMemorySegment page, uint creator)
    {
        DirectoryEntry entry = new() { WriterSemaphoreId = DirectoryEntry.NoObject, ReaderSemaphoreId = DirectoryEntry.NoObject };
        bool isAlive = false;
        bool isProcessAlive = false;
        try
        {
            using RingDirectory? directory = RingDirectory.TryOpen(name, [creator]);
            if (directory is not null && directory.TryReadEntry(out DirectoryEntry found))
            {
                entry = found;
                isAlive = entry.Generation != 0 && WriterLiveness.IsAlive(directory, entry);
                isProcessAlive = entry.Generation != 0 && entry.State != (uint)GenerationState.Ended && WriterLiveness.WriterOf(entry).IsAlive;
            }

            // Whatever a damaged page says: a set of its maker under its key that is held keeps the ring.
            isAlive |= directory is not null && WriterLiveness.IsStarting(directory);
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.IncompatibleVersion)
        {
        }

        return new RingRemains(name, page, creator, entry.WriterSemaphoreId, entry.ReaderSemaphoreId, isAlive) { IsProcessAlive = isProcessAlive };
    }

    // Root may look at everything, and everybody at what is one's own.
    private static bool TryGetCreator(SharedMemorySegment page, out uint creator)
    {
        creator = uint.MaxValue;
        try
        {
            bool exists = page.TryGetStatus(out SharedMemoryStatus status);
            creator = status.CreatorUid;
            return exists;
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied)
        {
            return true;
        }
    }

    private static string Describe(SharedMemorySegment page, uint creator) =>
        creator == uint.MaxValue ? $"somebody else ({ObjectCreator.Describe("shm", page.Id)})" : $"user {creator}";
}
