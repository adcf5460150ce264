using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>How a segment is attached; the flags of shmat(2).</summary>
[Flags]
public enum SharedMemoryAttachOptions
{
    /// <summary>For reading and writing.</summary>
    ReadWrite = 0,

    /// <summary>SHM_RDONLY: a write through this mapping is SIGSEGV.</summary>
    ReadOnly = Shm.SHM_RDONLY,

    /// <summary>SHM_RND: a wished address is rounded down to a multiple of SHMLBA.</summary>
    RoundAddress = Shm.SHM_RND,

    /// <summary>SHM_REMAP: replaces what is mapped at the wished address. Linux only.</summary>
    Remap = Shm.SHM_REMAP,

    /// <summary>SHM_EXEC: the contents may be executed.</summary>
    Execute = Shm.SHM_EXEC,
}
