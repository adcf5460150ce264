using FrameRing.Interop;
using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>Why shmget(2) would not create a segment, and the exact command that would help.</summary>
internal static class SharedMemoryCreationError
{
    internal static FrameRingException Create(long size, int flags, int errno)
    {
        bool huge = (flags & Shm.SHM_HUGETLB) != 0;
        string pages = (flags & Shm.SHM_HUGE_1GB) == Shm.SHM_HUGE_1GB ? "1 GiB pages" : huge ? "2 MiB pages" : "normal pages";
        string operation = $"Create a shared memory segment of {size} bytes on {pages} (shmget)";
        SharedMemoryLimits limits = SharedMemoryLimits.Read();

        if (huge && errno == LibC.ENOMEM)
        {
            HugePagePool pool = HugePagePool.Read((flags & Shm.SHM_HUGE_1GB) == Shm.SHM_HUGE_1GB ? 1L << 30 : 1L << 21);
            long needed = (size + pool.PageSize - 1) / pool.PageSize;
            return new(
                FrameRingError.HugePagesUnavailable,
                operation,
                $"it needs {needed} free huge pages of {pool.PageSize >> 20} MiB, there are {pool.Available} ({pool.Total} in all)",
                $"Reserve more: {pool.ReserveCommand(pool.Total + needed - pool.Available)}",
                errno);
        }

        if (huge && errno == LibC.EPERM)
        {
            return new(
                FrameRingError.HugePagesUnavailable,
                operation,
                "this user may not use huge pages",
                $"Allow the group: sudo sysctl vm.hugetlb_shm_group={LibC.getegid()} (or give the process CAP_IPC_LOCK).",
                errno);
        }

        if (huge && (errno == LibC.EINVAL || errno == LibC.ENOSYS || errno == LibC.ENOENT) && size <= limits.MaxSegmentSize)
        {
            return new(FrameRingError.HugePagesUnavailable, operation, "this kernel has no huge pages of that size", null, errno);
        }

        if (errno == LibC.EINVAL)
        {
            return size > limits.MaxSegmentSize
                ? new(FrameRingError.LimitExceeded, operation, $"kernel.shmmax allows {limits.MaxSegmentSize} bytes", $"Raise it: sudo sysctl kernel.shmmax={size}", errno)
                : new(FrameRingError.InvalidArgument, operation, $"the size must be at least {limits.MinSegmentSize} and fit the existing segment", null, errno);
        }

        if (errno == LibC.ENOSPC)
        {
            long pagesNeeded = (size + Environment.SystemPageSize - 1) / Environment.SystemPageSize;
            int used = SharedMemoryLimits.CountSegments();
            return used >= limits.MaxSegments
                ? new(FrameRingError.LimitExceeded, operation, $"there are already {used} segments and kernel.shmmni allows {limits.MaxSegments}", $"Raise it: sudo sysctl kernel.shmmni={limits.MaxSegments * 2} (or remove unused segments, see ipcs -m)", errno)
                : new(FrameRingError.LimitExceeded, operation, $"kernel.shmall allows {limits.MaxTotalPages} pages for all segments together", $"Raise it: sudo sysctl kernel.shmall={Math.Min(limits.MaxTotalPages, long.MaxValue - pagesNeeded) + pagesNeeded}", errno);
        }

        return SystemVError.Create(operation, errno);
    }
}
