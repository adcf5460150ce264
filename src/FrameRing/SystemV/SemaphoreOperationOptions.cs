using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>How one operation behaves; the flags of semop(2).</summary>
[Flags]
public enum SemaphoreOperationOptions : short
{
    /// <summary>Waits until the operation can be done.</summary>
    None = 0,

    /// <summary>IPC_NOWAIT: gives up instead of waiting.</summary>
    NoWait = Shm.IPC_NOWAIT,

    /// <summary>
    /// SEM_UNDO: the kernel takes the change back when this process ends, however it ends. The list of changes to take back belongs to
    /// the process, so it does not matter which thread made them.
    /// </summary>
    Undo = Sem.SEM_UNDO,
}
