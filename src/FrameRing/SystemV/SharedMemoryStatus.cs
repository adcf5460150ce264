namespace FrameRing.SystemV;

/// <summary>Everything the kernel tells about a segment: struct shmid_ds of shmctl(2), IPC_STAT.</summary>
/// <param name="Key">The key; 0 for a private or already removed segment.</param>
/// <param name="OwnerUid">User that owns it.</param>
/// <param name="OwnerGid">Group that owns it.</param>
/// <param name="CreatorUid">User that created it; cannot be changed.</param>
/// <param name="CreatorGid">Group that created it.</param>
/// <param name="Mode">The nine permission bits.</param>
/// <param name="IsMarkedForRemoval">SHM_DEST: removed when the last process detaches.</param>
/// <param name="IsLocked">SHM_LOCKED: is never swapped out.</param>
/// <param name="SequenceNumber">The kernel's own counter for this id.</param>
/// <param name="Size">Bytes, as asked for when it was created.</param>
/// <param name="LastAttachTime">Time of the last shmat; null if never.</param>
/// <param name="LastDetachTime">Time of the last shmdt; null if never.</param>
/// <param name="ChangeTime">Time of creation or of the last IPC_SET.</param>
/// <param name="CreatorPid">Process that created it.</param>
/// <param name="LastOperatorPid">Process that last attached or detached.</param>
/// <param name="AttachCount">Number of mappings now.</param>
public readonly record struct SharedMemoryStatus(
    int Key,
    uint OwnerUid,
    uint OwnerGid,
    uint CreatorUid,
    uint CreatorGid,
    UnixFileMode Mode,
    bool IsMarkedForRemoval,
    bool IsLocked,
    int SequenceNumber,
    long Size,
    DateTimeOffset? LastAttachTime,
    DateTimeOffset? LastDetachTime,
    DateTimeOffset? ChangeTime,
    int CreatorPid,
    int LastOperatorPid,
    long AttachCount);
