using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;
using Tmds.Linux;

namespace FrameRing.Ownership;

/// <summary>
/// What a starting producer does about objects of other users under its ring's keys: anybody can take a key that is free. It never uses them, because
/// whoever made an object can alter and remove it for ever. Root removes what has the shape of a ring's part, unless that ring lives;
/// everybody else is refused.
/// </summary>
internal sealed class StrangersObjects(string name, string operation)
{
    // Somebody may make the object again at once, and again; a start does not race with that for ever.
    private const int MaxRemovals = 16;

    private readonly List<string> _removed = [];

    /// <summary>What root has removed, a sentence without its full stop for each.</summary>
    internal IReadOnlyList<string> Removed => _removed;

    /// <summary>Whether a page is this user's.</summary>
    /// <param name="page">What is under the key of the name.</param>
    /// <param name="key">That key.</param>
    /// <returns>False if it has gone, or was removed just now: look again.</returns>
    /// <exception cref="FrameRingException">It is another user's and must stay, or it is no page of a ring.</exception>
    internal bool IsOurs(SharedMemorySegment page, int key)
    {
        SharedMemoryStatus status;
        try
        {
            if (!page.TryGetStatus(out status))
            {
                return false;
            }
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied)
        {
            throw RingDirectory.Foreign(operation, key, $"a segment that you may not read, {ObjectCreator.Describe("shm", page.Id)}");
        }

        if (status.Size != DirectoryPage.PageSize)
        {
            throw RingDirectory.Foreign(operation, key, page);
        }

        if (status.CreatorUid == LibC.geteuid())
        {
            return !OwnerTrust.IsOpenToOthers(status.Mode, status.OwnerUid, status.CreatorUid) || RemoveOpenPage(page, key);
        }

        using (RingDirectory? directory = RingDirectory.TryOpenStrangers(operation, page, key, status.CreatorUid))
        {
            if (directory is null)
            {
                return false;
            }

            ThrowIfAlive(directory);
        }

        if (LibC.geteuid() != 0 || _removed.Count >= MaxRemovals)
        {
            throw RingDirectory.Foreign(operation, key, page);
        }

        page.Remove();
        _removed.Add($"Removed a page that user {status.CreatorUid} had made under the key of ring '{name}' (0x{key:x8})");
        return false;
    }

    // One's own, but its mode has let others write: whoever has mapped it then still can.
    private bool RemoveOpenPage(SharedMemorySegment page, int key)
    {
        using (RingDirectory? directory = RingDirectory.TryOpenStrangers(operation, page, key, LibC.geteuid()))
        {
            if (directory is not null && directory.TryReadEntry(out DirectoryEntry entry) && WriterLiveness.WriterOf(entry) is { IsAlive: true } writer)
            {
                throw WriterLock.Refusal(operation, writer);
            }
        }

        page.Remove();
        _removed.Add($"Removed the page of ring '{name}' (0x{key:x8}), because its mode has let others write it");
        return false;
    }

    /// <summary>Whether a semaphore set is this user's.</summary>
    /// <param name="set">What is under the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="count">Semaphores that the set must have.</param>
    /// <param name="use">What the key is for, with a blank before it; empty for the ring itself.</param>
    /// <returns>False if it has gone, or was removed just now: look again.</returns>
    /// <exception cref="FrameRingException">It is another user's and must stay, or it is no set of a ring.</exception>
    internal bool IsOurs(SemaphoreSet set, int key, int count, string use)
    {
        if (!TakenKey.TryLook(set, out SemaphoreSetStatus? status))
        {
            return false;
        }

        if (status is not { } known || known.Count != count)
        {
            throw TakenKey.Error(operation, key, use, set, status);
        }

        if (known.CreatorUid == LibC.geteuid())
        {
            // A process that has altered it while others might can take its changes back at its end, whatever the mode is by then.
            if (count != 1 || !OwnerTrust.IsOpenToOthers(known.Mode, known.OwnerUid, known.CreatorUid) || WriterLiveness.IsHeldByOwn(set))
            {
                return true;
            }

            set.Remove();
            _removed.Add($"Removed the semaphore of ring '{name}' (0x{key:x8}), because its mode has let others alter it");
            return false;
        }

        using (RingDirectory? directory = TryOpen(known.CreatorUid))
        {
            if (directory is not null)
            {
                ThrowIfAlive(directory);
            }
        }

        if (LibC.geteuid() != 0 || _removed.Count >= MaxRemovals)
        {
            throw TakenKey.Error(operation, key, use, set, status);
        }

        set.Remove();
        _removed.Add($"Removed a semaphore set that user {known.CreatorUid} had made under the key{use} of ring '{name}' (0x{key:x8})");
        return false;
    }

    // A ring of that user's with a living producer is no leftover, and its name is taken. A semaphore alone says nothing.
    private void ThrowIfAlive(RingDirectory directory)
    {
        if (WriterLiveness.FindStranger(directory) is { } writer)
        {
            throw WriterLock.Refusal(operation, writer, $", with a ring of user {directory.CreatorUid}");
        }
    }

    private RingDirectory? TryOpen(uint creator)
    {
        RingDirectory? directory;
        try
        {
            directory = RingDirectory.TryOpen(name, [creator]);
        }
        catch (FrameRingException e) when (e.Error is FrameRingError.AccessDenied or FrameRingError.Untrusted or FrameRingError.ForeignObject or FrameRingError.IncompatibleVersion)
        {
            // It may not be read, is of yet another user, or no page of this ring; who looks at the page next says so.
            return null;
        }

        if (directory is null || directory.CreatorUid == creator)
        {
            return directory;
        }

        directory.Dispose();
        return null;
    }
}
