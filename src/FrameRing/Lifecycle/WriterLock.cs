using FrameRing.SystemV;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

/// <summary>
/// The semaphore that says whether a ring has a living writer: 1 while it lives. The kernel takes the 1 back when the process ends,
/// however it ends (SEM_UNDO, semop(2)), so it never lies and never needs repair.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    // Anybody's command line may be megabytes long.
    private const int LongestCommand = 200;

    private readonly SemaphoreSet _set;

    private WriterLock(SemaphoreSet set) => _set = set;

    internal int Id => _set.Id;

    /// <summary>Takes the lock of a name, creating the semaphore if there is none.</summary>
    internal static WriterLock Acquire(string name, int mode)
    {
        string operation = $"Start a producer for ring '{name}'";
        while (true)
        {
            if (TryAcquire(name, mode, operation, out WriterLock? writerLock, out SemaphoreSet held))
            {
                return writerLock!;
            }

            if (TryDescribeHolder(operation, held) is { } refusal)
            {
                throw refusal;
            }
        }
    }

    /// <summary>Takes the lock of a name unless somebody has it.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="mode">Permission bits of a semaphore that has to be made.</param>
    /// <param name="operation">What is tried, for errors.</param>
    /// <param name="writerLock">The lock.</param>
    /// <param name="held">The set.</param>
    /// <param name="remains">Of which ring it must be, if that is to be removed.</param>
    /// <returns>False if a living process holds it: then <paramref name="held"/> is the set.</returns>
    internal static bool TryAcquire(string name, int mode, string operation, out WriterLock? writerLock, out SemaphoreSet held, RingRemains? remains = null)
    {
        int key = RingName.ToKey(name);

        // One atomic step: wait for 0 without waiting, then raise to 1.
        ReadOnlySpan<SemaphoreOperation> take =
        [
            new SemaphoreOperation(0, 0, SemaphoreOperationOptions.NoWait),
            new SemaphoreOperation(0, 1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo),
        ];
        while (true)
        {
            // Created, opened or removed by another producer between these calls: look again.
            if (!SemaphoreSet.TryCreate(key, 1, mode, out held)
                && (!SemaphoreSet.TryOpen(key, out held) || !IsOurs(operation, key, held, remains)))
            {
                continue;
            }

            switch (held.TryOperate(take))
            {
                case SemaphoreResult.Ok:
                    writerLock = new WriterLock(held);
                    return true;
                case SemaphoreResult.WouldBlock:
                    writerLock = null;
                    return false;
            }
        }
    }

    /// <summary>Whether the semaphore's writer lives. Cheap: one system call, nothing allocated.</summary>
    /// <returns>Null if the semaphore is gone or may not be read.</returns>
    internal static bool? IsHeld(int id)
    {
        try
        {
            return id >= 0 && new SemaphoreSet(id).TryGetValue(0, out int value) ? value > 0 : null;
        }
        catch (FrameRingException)
        {
            return null;
        }
    }

    /// <summary>The semaphore of a name, to remove it; -1 if there is none.</summary>
    /// <exception cref="FrameRingException">Something else has its key: it is not of the directory's creator, or not the one that the directory names.</exception>
    internal static int FindPart(string name, string operation, RingRemains remains)
    {
        int key = RingName.ToKey(name);
        return SemaphoreSet.TryOpen(key, out SemaphoreSet set) && IsOurs(operation, key, set, remains) ? set.Id : -1;
    }

    /// <summary>The semaphore of a name without creating it; -1 if there is none.</summary>
    internal static int Find(string name) => SemaphoreSet.TryOpen(RingName.ToKey(name), out SemaphoreSet set) ? set.Id : -1;

    internal static void Remove(int id) => new SemaphoreSet(id).Remove();

    internal void SetOwnership(int mode, uint? group) => _set.SetOwnership(mode, ownerGid: group);

    /// <summary>Removes the semaphore, which also gives up the lock: the last step of a clean end.</summary>
    public void Dispose() => _set.Remove();

    // Null if the holder has ended since.
    private static FrameRingException? TryDescribeHolder(string operation, SemaphoreSet set)
    {
        int pid;
        string owner = string.Empty;
        try
        {
            pid = set.GetLastPid(0);

            // Only root gets as far as this with a semaphore of somebody else's, who need not be a producer at all.
            if (set.GetStatus().CreatorUid is var creator && creator != LibC.geteuid())
            {
                owner = $", with a semaphore of user {creator}";
            }
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.NotFound)
        {
            return null;
        }

        // 0: a process that this PID namespace does not see.
        string? command = pid == 0 ? null : ProcessIdentity.ReadCommand(pid);
        string holder = pid == 0 ? "a process outside this container" : $"process {pid}{(command is null ? string.Empty : $" ({PrintableText.Of(command, LongestCommand)})")}";
        return new FrameRingException(
            FrameRingError.WriterActive,
            operation,
            $"{holder} already writes it{owner}",
            "Stop that process, or choose another name with --ring.");
    }

    // Anybody can squat a key. False: the set has gone meanwhile.
    private static bool IsOurs(string operation, int key, SemaphoreSet set, RingRemains? remains)
    {
        uint self = LibC.geteuid();
        if (!TakenKey.TryLook(set, out SemaphoreSetStatus? status))
        {
            return false;
        }

        bool isOurs = status is { Count: 1 } known
            && (remains is null ? known.CreatorUid == self || self == 0 : known.CreatorUid == remains.Creator && RingRemains.IsNamed(set, remains.NamedWriter));
        return isOurs ? true : throw TakenKey.Error(operation, key, string.Empty, set, status);
    }
}
