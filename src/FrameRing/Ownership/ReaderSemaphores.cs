using FrameRing.Layout;
using FrameRing.SystemV;

namespace FrameRing.Ownership;

/// <summary>
/// One semaphore for each lease entry: 1 while a living reader holds the entry. The kernel takes the 1 back when that reader ends,
/// however it ends (SEM_UNDO, semop(2)).
/// </summary>
internal readonly record struct ReaderSemaphores(SemaphoreSet Set)
{
    internal const string Part = "readers";

    internal int Id => Set.Id;

    /// <summary>The writer's: creates the set of a name, or takes over the one that a dead writer left. The writer lock is held.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="group">Group that owns it; null leaves the process's own.</param>
    /// <param name="strangers">What to do if a set of another user's is under the key.</param>
    internal static ReaderSemaphores CreateOrOpen(string name, UnixFileMode mode, uint? group, StrangersObjects strangers)
    {
        int key = RingName.ToKey(name, Part);
        while (true)
        {
            if (SemaphoreSet.TryCreate(key, LeaseGeometry.EntryCount, mode, out SemaphoreSet set) || (SemaphoreSet.TryOpen(key, out set) && strangers.IsOurs(set, key, LeaseGeometry.EntryCount, " of its readers")))
            {
                set.SetOwnership(mode, ownerGid: group);
                return new ReaderSemaphores(set);
            }
        }
    }

    /// <summary>The set of a name; null if there is none, or what has its key is no such set of that user.</summary>
    internal static ReaderSemaphores? Find(string name, uint creator)
    {
        try
        {
            return SemaphoreSet.TryOpen(RingName.ToKey(name, Part), out SemaphoreSet set) && new ReaderSemaphores(set).IsOf(name, creator) == true ? new ReaderSemaphores(set) : null;
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied)
        {
            return null;
        }
    }

    /// <summary>Takes the first free entry, in one step.</summary>
    /// <param name="entry">Its number.</param>
    /// <returns>What came of it: <see cref="SemaphoreResult.WouldBlock"/> if all are taken, <see cref="SemaphoreResult.Removed"/> if the ring has ended.</returns>
    internal SemaphoreResult TryTake(out int entry)
    {
        for (entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            ReadOnlySpan<SemaphoreOperation> take =
            [
                new SemaphoreOperation((ushort)entry, 0, SemaphoreOperationOptions.NoWait),
                new SemaphoreOperation((ushort)entry, 1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo),
            ];
            if (Set.TryOperate(take) is var result and not SemaphoreResult.WouldBlock)
            {
                return result;
            }
        }

        return SemaphoreResult.WouldBlock;
    }

    /// <summary>A reader's question, before it raises anything: a damaged directory must not lead it to somebody else's set.</summary>
    /// <returns>Null if the set is gone.</returns>
    internal bool? IsOf(string name, uint creator) => Set.TryGetStatus(out SemaphoreSetStatus status)
        ? status.Count == LeaseGeometry.EntryCount && status.CreatorUid == creator && status.Key == RingName.ToKey(name, Part)
        : null;

    internal void GiveBack(int entry) =>
        Set.TryOperate([new SemaphoreOperation((ushort)entry, -1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo)]);

    /// <summary>Which entries are held now. Two system calls, nothing allocated; nothing thrown either if the set is gone.</summary>
    /// <returns>False if the set is gone, may not be read, or is not one of a ring's readers: then nothing is known.</returns>
    internal bool TryRead(Span<ushort> held)
    {
        try
        {
            return Set.TryGetValues(held);
        }
        catch (Exception e) when (e is FrameRingException or ArgumentException)
        {
            // The second is a set of another size: whoever may write the directory may name any.
            return false;
        }
    }

    internal void Remove() => Set.Remove();
}
