namespace FrameRing.SystemV;

/// <summary>Everything the kernel tells about a semaphore set: struct semid_ds of semctl(2), IPC_STAT.</summary>
/// <param name="Key">The key; 0 for a private set.</param>
/// <param name="OwnerUid">User that owns it.</param>
/// <param name="OwnerGid">Group that owns it.</param>
/// <param name="CreatorUid">User that created it; cannot be changed.</param>
/// <param name="CreatorGid">Group that created it.</param>
/// <param name="Mode">The nine permission bits; "write" means "alter".</param>
/// <param name="SequenceNumber">The kernel's own counter for this id.</param>
/// <param name="Count">Semaphores in the set.</param>
/// <param name="LastOperationTime">Time of the last successful semop; null if never.</param>
/// <param name="ChangeTime">Time of creation, or of the last IPC_SET, SETVAL or SETALL.</param>
public readonly record struct SemaphoreSetStatus(
    int Key,
    uint OwnerUid,
    uint OwnerGid,
    uint CreatorUid,
    uint CreatorGid,
    UnixFileMode Mode,
    int SequenceNumber,
    int Count,
    DateTimeOffset? LastOperationTime,
    DateTimeOffset? ChangeTime);
