using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>Why shmat(2) or SHM_LOCK of shmctl(2) refused, where the error number alone would mislead.</summary>
internal static class SharedMemoryAccessError
{
    internal static FrameRingException Attach(int id, nint address, SharedMemoryAttachOptions options, int errno)
    {
        string operation = $"Attach the shared memory segment {id} (shmat)";
        bool aboutAddress = address != 0 || options.HasFlag(SharedMemoryAttachOptions.Remap);
        return errno == LibC.EINVAL && aboutAddress
            ? new(
                FrameRingError.InvalidArgument,
                operation,
                $"the address 0x{address:x} is not page-aligned, is 0 with SHM_REMAP, is in use, or the segment is gone",
                "Let the kernel choose the address, or round it with SHM_RND.",
                errno)
            : SystemVError.Create(operation, errno);
    }

    internal static FrameRingException Lock(int id, int errno)
    {
        string operation = $"Lock the shared memory segment {id} (shmctl SHM_LOCK)";
        return errno == LibC.ENOMEM || errno == LibC.EPERM
            ? new(
                FrameRingError.LimitExceeded,
                operation,
                errno == LibC.ENOMEM ? "more memory would be locked than RLIMIT_MEMLOCK allows this user" : "this user neither owns the segment nor may lock memory",
                "Raise the limit (ulimit -l, LimitMEMLOCK= of systemd) or give the process CAP_IPC_LOCK.",
                errno)
            : SystemVError.Create(operation, errno);
    }
}
