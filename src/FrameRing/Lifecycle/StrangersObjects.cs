using FrameRing.Layout;
using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

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
            return true;
        }

        ThrowIfAlive(status.CreatorUid);
        if (LibC.geteuid() != 0 || _removed.Count >= MaxRemovals)
        {
            throw RingDirectory.Foreign(operation, key, page);
        }

        page.Remove();
        _removed.Add($"Removed a page that user {status.CreatorUid} had made under the key of ring '{name}' (0x{key:x8})");
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
            return true;
        }

        ThrowIfAlive(known.CreatorUid);
        if (LibC.geteuid() != 0 || _removed.Count >= MaxRemovals)
        {
            throw TakenKey.Error(operation, key, use, set, status);
        }

        set.Remove();
        _removed.Add($"Removed a semaphore set that user {known.CreatorUid} had made under the key{use} of ring '{name}' (0x{key:x8})");
        return false;
    }

    // A ring of that user's, whole and with a living producer, is no leftover, and its name is taken. A semaphore alone says nothing.
    private void ThrowIfAlive(uint creator)
    {
        using RingDirectory? directory = TryOpen(creator);
        if (directory is null)
        {
            return;
        }

        _ = directory.TryReadEntry(out DirectoryEntry entry);
        if (WriterLiveness.IsStrangerAlive(directory, entry))
        {
            throw WriterLock.Refusal(operation, WriterLiveness.WriterOf(entry), $", with a ring of user {creator}");
        }
    }

    private RingDirectory? TryOpen(uint creator)
    {
        RingDirectory? directory;
        try
        {
            directory = RingDirectory.TryOpen(name, [creator]);
        }
        catch (FrameRingException e) when (e.Error is FrameRingError.AccessDenied or FrameRingError.Untrusted)
        {
            // It may not be read, or is of yet another user.
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
