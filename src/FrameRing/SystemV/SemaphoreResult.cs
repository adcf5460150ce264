namespace FrameRing.SystemV;

/// <summary>How an operation on a semaphore set ended; see <see cref="SemaphoreSet.TryOperate"/>.</summary>
public enum SemaphoreResult
{
    /// <summary>All operations of the array were done, in one step.</summary>
    Ok = 0,

    /// <summary>None was done: it could not be done at once (<see cref="SemaphoreOperationOptions.NoWait"/>) or within the timeout.</summary>
    WouldBlock,

    /// <summary>None was done: the set does not exist, or was removed while this call waited.</summary>
    Removed,
}
