using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;

namespace FrameRing.Ownership;

/// <summary>
/// Whether the writer of a ring lives. Readers, <c>ringctl</c>, the start of a producer and adoption all ask here, so that none of them takes
/// for dead what another takes for alive.
/// </summary>
internal static class WriterLiveness
{
    /// <summary>
    /// Asks the semaphore that the entry names; if that tells nothing, the process. Somebody may have set the semaphore by hand: its value tells
    /// something only together with the process that was the last to operate on it. Allocates nothing while the writer lives.
    /// </summary>
    /// <param name="directory">The ring's page: its creator is the only one whose semaphore counts.</param>
    /// <param name="entry">What the page says.</param>
    internal static bool IsAlive(RingDirectory directory, in DirectoryEntry entry)
    {
        bool? isHeld = IsHeld(directory, entry.WriterSemaphoreId);
        int last = isHeld is null ? 0 : LastOperator(entry.WriterSemaphoreId);
        return isHeld switch
        {
            true when !ProcessIdentity.IsOver(last) => true,

            // Once more: a living writer may have taken its lock anew between the two looks, after somebody had set it to 0.
            false when last == entry.WriterPid => IsHeld(directory, entry.WriterSemaphoreId) ?? WriterOf(entry).IsAlive,
            _ => WriterOf(entry).IsAlive,
        };
    }

    /// <summary>
    /// Whether a semaphore is up and nobody's end will take it back: the last process that operated on it has ended, and the kernel takes back only
    /// what that process itself did with <c>semop</c>. Nobody can take such a lock, so it stays so.
    /// </summary>
    internal static bool IsRaisedByHand(SemaphoreSet set)
    {
        // The last operator is asked before and after the value: whoever had the lock may die in between, and another one take it.
        int last = LastOperator(set.Id);
        return ProcessIdentity.IsOver(last) && set.TryGetValue(0, out int value) && value > 0 && LastOperator(set.Id) == last && ProcessIdentity.IsOver(last);
    }

    /// <summary>The living writer that the page of a name tells, of a set that was raised by hand.</summary>
    /// <returns>Null if there is none, or no page that tells one.</returns>
    internal static ProcessIdentity? FindNamed(string name, SemaphoreSet set)
    {
        try
        {
            using RingDirectory? directory = set.TryGetStatus(out SemaphoreSetStatus status) ? RingDirectory.TryOpen(name, [status.CreatorUid]) : null;
            return directory is not null && directory.TryReadEntry(out DirectoryEntry entry) && WriterOf(entry).IsAlive ? WriterOf(entry) : null;
        }
        catch (FrameRingException)
        {
            // What is in the way of the page names nobody.
            return null;
        }
    }

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
