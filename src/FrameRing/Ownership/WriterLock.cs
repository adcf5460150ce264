using FrameRing.SystemV;
using FrameRing.Text;
using FrameRing.Trust;

namespace FrameRing.Ownership;

/// <summary>
/// The semaphore that says whether a ring has a living writer: 1 while it lives. The kernel takes the 1 back when the process ends,
/// however it ends (SEM_UNDO, semop(2)). What somebody does to it by hand is noticed and repaired.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Anybody's command line may be megabytes long.
    private const int LongestCommand = 200;

    private readonly SemaphoreSet _set;

    private WriterLock(SemaphoreSet set) => _set = set;

    internal int Id => _set.Id;

    /// <summary>Whether this process has made the semaphore.</summary>
    internal bool IsNew { get; private init; }

    /// <summary>Takes the lock of a name, creating the semaphore if there is none.</summary>
    internal static WriterLock Acquire(string name, UnixFileMode mode, StrangersObjects strangers)
    {
        string operation = $"Start a producer for ring '{name}'";
        int key = RingName.ToKey(name);
        while (true)
        {
            // Created, opened or removed by another producer between these calls: look again.
            bool isNew = SemaphoreSet.TryCreate(key, 1, mode, out SemaphoreSet set);
            if (!isNew && (!SemaphoreSet.TryOpen(key, out set) || !strangers.IsOurs(set, key, 1, string.Empty)))
            {
                continue;
            }

            switch (TryTake(set))
            {
                case SemaphoreResult.Ok:
                    return new WriterLock(set) { IsNew = isNew };
                case SemaphoreResult.WouldBlock when !TryRemoveAbandoned(name, set, out ProcessIdentity holder):
                    throw Refusal(operation, holder);
            }
        }
    }

    /// <summary>Takes the lock of a ring that is to be removed, so that a producer that starts in this moment is refused.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="isOurs">Whether a set under the key is the ring's.</param>
    /// <param name="writerLock">The lock; null if a stranger's set is under the key: then nobody can start a producer either.</param>
    /// <returns>False if a living process holds it.</returns>
    internal static bool TryAcquire(string name, Func<SemaphoreSet, bool> isOurs, out WriterLock? writerLock)
    {
        int key = RingName.ToKey(name);
        writerLock = null;
        while (true)
        {
            if (!SemaphoreSet.TryCreate(key, 1, OwnerOnly, out SemaphoreSet set))
            {
                if (!SemaphoreSet.TryOpen(key, out set))
                {
                    continue;
                }

                if (!isOurs(set))
                {
                    return true;
                }
            }

            switch (TryTake(set))
            {
                case SemaphoreResult.Ok:
                    writerLock = new WriterLock(set);
                    return true;
                case SemaphoreResult.WouldBlock when !TryRemoveAbandoned(name, set, out _):
                    return false;
            }
        }
    }

    /// <summary>
    /// Whether this process still has the lock: nobody has operated on the semaphore since, or removed it. Two system calls; nothing allocated
    /// while it is there.
    /// </summary>
    internal bool IsHeld
    {
        get
        {
            try
            {
                return _set.TryGetValue(0, out int value) && value > 0 && _set.GetLastPid(0) == Environment.ProcessId;
            }
            catch (FrameRingException)
            {
                return false;
            }
        }
    }

    /// <summary>For a start: fails if somebody has removed the semaphore since (ipcrm), because then another producer may have started.</summary>
    internal void ThrowIfLost(string operation)
    {
        if (!IsHeld)
        {
            throw new FrameRingException(
                FrameRingError.WriterActive,
                operation,
                $"somebody removed its semaphore {Id} meanwhile, and another producer may have started",
                "Start it again; do not remove semaphores of rings by hand.");
        }
    }

    /// <summary>Takes the lock anew, after somebody has removed or reset the semaphore under this living writer.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="group">Group that owns it; null leaves the process's own.</param>
    /// <param name="strangers">What to do if a set of another user's is under the key.</param>
    /// <returns>Null if another process has it now, or a set of another user's stays under the key.</returns>
    internal static WriterLock? TryRenew(string name, UnixFileMode mode, uint? group, StrangersObjects strangers)
    {
        try
        {
            int key = RingName.ToKey(name);
            bool isNew = SemaphoreSet.TryCreate(key, 1, mode, out SemaphoreSet set);
            if (!isNew && !(SemaphoreSet.TryOpen(key, out set) && strangers.IsOurs(set, key, 1, string.Empty)))
            {
                return null;
            }

            SemaphoreResult result = TryTake(set);
            if (result == SemaphoreResult.WouldBlock && WriterLiveness.IsRaisedByHand(set))
            {
                // This process's end would not take it back.
                set.Remove();
                return TryRenew(name, mode, group, strangers);
            }

            if (result == SemaphoreResult.Ok)
            {
                WriterLock renewed = new(set) { IsNew = isNew };
                try
                {
                    renewed.SetOwnership(mode, group);
                }
                catch (FrameRingException)
                {
                    // Without the group its readers ask for the process; the lock is what counts.
                }

                return renewed;
            }
        }
        catch (FrameRingException)
        {
            // A stranger's, which must stay; or gone between two of these calls. Readers ask for the process until the next try.
        }

        return null;
    }

    /// <summary>The semaphore under a key; -1 if there is none.</summary>
    internal static int Find(int key) => SemaphoreSet.TryOpen(key, out SemaphoreSet set) ? set.Id : -1;

    internal void SetOwnership(UnixFileMode mode, uint? group) => _set.SetOwnership(mode, ownerGid: group);

    /// <summary>Gives up the lock and leaves the semaphore to whoever needs it.</summary>
    internal void GiveBack()
    {
        if (IsHeld)
        {
            _set.TryOperate([new SemaphoreOperation(0, -1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo)]);
        }
    }

    /// <summary>After a start that failed, or a lock that is of no use: removes what this process has made, and nothing of another producer's.</summary>
    /// <param name="orOthers">Also a semaphore that was there: nothing leads to it.</param>
    internal void Undo(bool orOthers = false)
    {
        if (IsHeld && (IsNew || orOthers))
        {
            _set.Remove();
        }
        else
        {
            GiveBack();
        }
    }

    /// <summary>Removes the semaphore, which also gives up the lock: the last step of a clean end.</summary>
    public void Dispose() => _set.Remove();

    /// <summary>Why a name cannot be had: somebody writes a ring of that name.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="writer">The process, if it can be told.</param>
    /// <param name="owner">Whose ring it is, with a comma before it, if that has to be said.</param>
    internal static FrameRingException Refusal(string operation, ProcessIdentity writer, string owner = "")
    {
        // 0: a process that this PID namespace does not see. One that is not alive here has its number in another.
        string holder = writer.Pid == 0 ? "a process outside this container"
            : writer.Command is { } command ? $"process {writer.Pid} ({PrintableText.Of(command, LongestCommand)})"
            : $"process {writer.Pid}";
        return new FrameRingException(
            FrameRingError.WriterActive,
            operation,
            $"{holder} already writes it{owner}",
            "Stop that process, or choose another name.");
    }

    // One atomic step: wait for 0 without waiting, then raise to 1.
    private static SemaphoreResult TryTake(SemaphoreSet set) => set.TryOperate(
    [
        new SemaphoreOperation(0, 0, SemaphoreOperationOptions.NoWait),
        new SemaphoreOperation(0, 1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo),
    ]);

    // False if somebody who lives has it. Removed, not lowered: of two who start at once only the first can make it anew.
    private static bool TryRemoveAbandoned(string name, SemaphoreSet set, out ProcessIdentity holder)
    {
        holder = default;
        try
        {
            if (!WriterLiveness.IsRaisedByHand(set))
            {
                // One that has ended since left it free, or to another one.
                holder = ProcessIdentity.Of(set.GetLastPid(0));
                return ProcessIdentity.IsOver(holder.Pid);
            }

            if (WriterLiveness.FindNamed(name, set) is { } named)
            {
                holder = named;
                return false;
            }

            set.Remove();
            return true;
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.NotFound)
        {
            return true;
        }
    }
}
