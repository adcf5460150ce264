using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;

namespace FrameRing.Inspection;

/// <summary>All rings of this machine (of this IPC namespace) that the caller may read. Safe on any thread.</summary>
public static class RingCatalog
{
    /// <summary>Looks at every System V segment that could be a directory.</summary>
    /// <returns>The rings, by name.</returns>
    public static IReadOnlyList<RingInfo> List() => List(orUnfinished: false);

    private static IReadOnlyList<RingInfo> List(bool orUnfinished)
    {
        LinuxOnly.Check();
        List<RingInfo> rings = [];
        foreach ((SharedMemorySegment segment, SharedMemoryStatus status) in SharedMemorySegment.List())
        {
            // A directory that was removed but is still attached somewhere has no key any more; it is no ring.
            if (status.Size != DirectoryPage.PageSize || status.Key == 0 || RingDirectory.TryOpenById(segment.Id, orUnfinished) is not { } directory)
            {
                continue;
            }

            using (directory)
            {
                if (Describe(directory) is { } info)
                {
                    rings.Add(info);
                }
            }
        }

        return [.. rings.OrderBy(ring => ring.Name, StringComparer.Ordinal)];
    }

    /// <summary>Looks at one ring.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="info">What can be seen.</param>
    /// <returns>False if there is none of that name.</returns>
    /// <exception cref="FrameRingException">The name is not allowed, or its key is taken by something else.</exception>
    public static bool TryGet(string name, out RingInfo? info)
    {
        LinuxOnly.Check();
        RingName.ThrowIfInvalid(name, "Look at a ring");
        info = null;
        if (!SharedMemorySegment.TryOpen(RingName.ToKey(name), out SharedMemorySegment segment) || !segment.TryGetStatus(out SharedMemoryStatus status))
        {
            return false;
        }

        // Looking at a stranger's ring harms nobody: every field is checked, and nothing is computed from its pixels.
        using RingDirectory? directory = RingDirectory.TryOpen(name, [status.CreatorUid]);
        info = directory is null ? null : Describe(directory);
        return info is not null;
    }

    /// <summary>Removes a ring's name and writer semaphore. Attached processes keep what they have; the kernel frees it when they are gone.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="force">Also if a living producer holds it. That producer goes on, but nobody can find its ring any more.</param>
    /// <returns>What came of it.</returns>
    public static RemovalStatus Remove(string name, bool force)
    {
        LinuxOnly.Check();
        RingName.ThrowIfInvalid(name, "Remove a ring");
        string operation = $"Remove ring '{name}'";
        RingRemains remains = RingRemains.Find(name, operation);
        if (remains.IsEmpty)
        {
            return RemovalStatus.NoSuchRing;
        }

        if (force)
        {
            remains.Remove();
            return RemovalStatus.Removed;
        }

        // The lock is taken, not only looked at: a producer that starts in this moment is refused instead of losing what it has just made.
        if (remains.IsWriterAlive || !WriterLock.TryAcquire(name, remains.Owns, out WriterLock? writerLock))
        {
            return RemovalStatus.WriterActive;
        }

        using (writerLock)
        {
            // Looked for again: before the lock was held, another producer may have come and died, or come and lost its semaphore.
            remains = RingRemains.Find(name, operation);
            if (remains.IsProcessAlive || (remains.IsWriterAlive && writerLock is null))
            {
                return RemovalStatus.WriterActive;
            }

            remains.Remove();
        }

        return RemovalStatus.Removed;
    }

    /// <summary>
    /// Finds what dead producers left and nobody is attached to any more: directory, semaphores, and segments of a producer that was
    /// killed while it made them. What another user's directory leads to is passed over, but for root.
    /// </summary>
    /// <param name="remove">Whether to remove it; false only looks.</param>
    /// <returns>The rings, as they were found.</returns>
    public static IReadOnlyList<RingInfo> CollectGarbage(bool remove)
    {
        List<RingInfo> garbage = [];
        foreach (RingInfo ring in List(orUnfinished: true))
        {
            if (ring.State == RingState.Dead && !ring.IsAttached && (remove ? TryRemove(ring.Name) : CanRemove(ring.Name)))
            {
                garbage.Add(ring);
            }
        }

        return garbage;
    }

    private static bool TryRemove(string name) => IsPermitted(() => Remove(name, force: false) == RemovalStatus.Removed);

    private static bool CanRemove(string name) => IsPermitted(() => !RingRemains.Find(name, $"Remove ring '{name}'").IsEmpty);

    private static bool IsPermitted(Func<bool> removal)
    {
        try
        {
            return removal();
        }
        catch (FrameRingException e) when (e.Error is FrameRingError.AccessDenied or FrameRingError.ForeignObject)
        {
            return false;
        }
    }

    private static RingInfo? Describe(RingDirectory directory)
    {
        if (!directory.Segment.TryGetStatus(out SharedMemoryStatus status))
        {
            return null;
        }

        // An entry that is odd for good was left by a kill in the middle of a change: the ring is dead and nothing else is known.
        bool known = directory.TryReadEntry(out DirectoryEntry entry);
        bool hasEntry = known && entry.Generation != 0;
        bool held = hasEntry ? WriterLiveness.IsAlive(directory, entry) : WriterLiveness.IsStarting(directory);
        RingSegmentInfo? segment = hasEntry ? RingSegmentInspector.TryDescribe(directory, entry, held) : null;
        RingLeaseInfo? leases = hasEntry ? LeaseInspector.TryDescribe(directory, entry) : null;
        return new RingInfo
        {
            Name = directory.Name,
            State = !held ? RingState.Dead
                : entry.Generation == 0 ? RingState.Starting
                : entry.State == (uint)GenerationState.Ended ? RingState.Ended : RingState.Live,
            DirectoryId = directory.Id,
            OwnerUid = status.CreatorUid,
            Mode = status.Mode,
            WriterPid = entry.WriterPid,
            // Null for a producer in another PID namespace, and where a forged page names somebody else's process.
            WriterCommand = WriterLiveness.WriterOf(entry) is var writer && writer.EffectiveUid == directory.CreatorUid ? writer.Command : null,
            Generation = entry.Generation,
            Segment = segment,
            OffersLeases = hasEntry && entry.LeaseSegmentId >= 0,
            Leases = leases,

            // One mapping of the directory is ours. The other segments are there only while somebody is attached to them.
            IsAttached = status.AttachCount > 1 || segment is not null || leases is not null,
        };
    }
}
