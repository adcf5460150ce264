using FrameRing.Layout;
using FrameRing.SystemV;

namespace FrameRing.Lifecycle;

/// <summary>
/// Whether the writer of a ring lives. Readers, <c>ringctl</c>, the start of a producer and adoption all ask here, so that none of them takes
/// for dead what another takes for alive.
/// </summary>
internal static class WriterLiveness
{
    /// <summary>
    /// Asks the semaphore that the entry names; if that tells nothing, the process. Somebody may have set the semaphore by hand: its value tells
    /// something only if the writer, or for the value 1 somebody who lives, was the last to operate on it. Allocates nothing while the writer lives.
    /// </summary>
    /// <param name="directory">The ring's page: its creator is the only one whose semaphore counts.</param>
    /// <param name="entry">What the page says.</param>
    internal static bool IsAlive(RingDirectory directory, in DirectoryEntry entry)
    {
        bool? isHeld = IsHeld(directory, entry.WriterSemaphoreId);
        int last = isHeld is null ? 0 : LastOperator(entry.WriterSemaphoreId);
        return isHeld switch
        {
            true when last == entry.WriterPid || !ProcessIdentity.IsOver(last) => true,

            // Once more: a living writer may have taken its lock anew between the two looks, after somebody had set it to 0.
            false when last == entry.WriterPid => IsHeld(directory, entry.WriterSemaphoreId) ?? WriterOf(entry).IsAlive,
            _ => WriterOf(entry).IsAlive,
        };
    }

    /// <summary>
    /// The process that has the lock of a name, of which the start time may be missing. Null if the lock was raised by hand, and neither the process
    /// that did it nor the writer that the page names lives. Then nobody's end takes it back, because the kernel takes back only what <c>semop</c> did.
    /// </summary>
    internal static ProcessIdentity? HolderOf(string name, SemaphoreSet set)
    {
        ProcessIdentity last = ProcessIdentity.Of(set.GetLastPid(0));
        if (!IsRaisedByHand(set))
        {
            return last;
        }

        try
        {
            // A page that is being written belongs to somebody who lives.
            using RingDirectory? directory = RingDirectory.TryOpen(name, []);
            return directory is null ? null
                : !directory.TryReadEntry(out DirectoryEntry entry) ? last
                : WriterOf(entry).IsAlive ? WriterOf(entry) : null;
        }
        catch (FrameRingException)
        {
            // What is in the way of the page tells nothing.
            return last;
        }
    }

    /// <summary>Whether a semaphore is up although the last process that operated on it has ended: then no end takes it back.</summary>
    internal static bool IsRaisedByHand(SemaphoreSet set) => ProcessIdentity.IsOver(LastOperator(set.Id)) && set.TryGetValue(0, out int value) && value > 0;

    /// <summary>For a page whose writer has not yet written its entry, or was killed while it did: the semaphore under the ring's key.</summary>
    internal static bool IsStarting(RingDirectory directory) =>
        WriterLock.Find(directory.Key) is var id && IsHeld(directory, id) == true && !ProcessIdentity.IsOver(LastOperator(id));

    /// <summary>
    /// The living writer of a page that another user made and that is in the way of a start. That user can write any process into it, and set its
    /// own semaphore to any value and leave; so a living process of that user is looked for.
    /// </summary>
    /// <returns>That process, with the number 0 if this PID namespace does not see it; null if there is none.</returns>
    internal static ProcessIdentity? FindStranger(RingDirectory directory)
    {
        bool hasEntry = directory.TryReadEntry(out DirectoryEntry entry) && directory.IsOfThisVersion && entry.Generation != 0;
        int set = hasEntry ? entry.WriterSemaphoreId : WriterLock.Find(directory.Key);
        ProcessIdentity process = hasEntry ? WriterOf(entry) : default;
        switch (IsHeld(directory, set))
        {
            case true:
                process = LastOperator(set) is 0 ? default : ProcessIdentity.Of(LastOperator(set));
                return process.Pid == 0 || IsAlive(process, directory.CreatorUid) ? process : null;
            case null when hasEntry && IsAlive(process, directory.CreatorUid):
                return process;
            default:
                return null;
        }
    }

    /// <summary>Whether a living process of this user has the lock of a set.</summary>
    internal static bool IsHeldByOwn(SemaphoreSet set) =>
        set.TryGetValue(0, out int value) && value > 0 && IsAlive(ProcessIdentity.Of(LastOperator(set.Id)), Tmds.Linux.LibC.geteuid());

    internal static ProcessIdentity WriterOf(in DirectoryEntry entry) => new(entry.WriterPid, entry.WriterStartTime);

    private static bool IsAlive(ProcessIdentity process, uint user) => process.IsAlive && process.EffectiveUid == user;

    // 0: a process that this PID namespace does not see.
    private static int LastOperator(int set)
    {
        try
        {
            return new SemaphoreSet(set).GetLastPid(0);
        }
        catch (FrameRingException)
        {
            // It has gone meanwhile, and -1 is no process.
            return -1;
        }
    }

    /// <summary>
    /// Whether a semaphore is the writer's of that ring, and held. A set of another user's could be set to any value by that user, and one
    /// with another key belongs to something else.
    /// </summary>
    /// <returns>Null if there is no such semaphore, or it may not be read.</returns>
    internal static bool? IsHeld(RingDirectory directory, int id)
    {
        try
        {
            SemaphoreSet set = new(id);
            return id >= 0
                && set.TryGetStatus(out SemaphoreSetStatus status)
                && status.Count == 1 && status.Key == directory.Key && status.CreatorUid == directory.CreatorUid
                && set.TryGetValue(0, out int value) ? value > 0 : null;
        }
        catch (FrameRingException)
        {
            return null;
        }
    }
}
