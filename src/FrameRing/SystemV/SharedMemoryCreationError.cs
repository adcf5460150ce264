using FrameRing.Interop;
using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>Why shmget(2) would not create a segment, and the exact command that would help.</summary>
internal static class SharedMemoryCreationError
{
    // Directory, leases, and the frames of two generations.
    private const int SegmentsOfRing = 4;

    internal static FrameRingException Create(long size, int flags, int errno)
    {
        bool huge = (flags & Shm.SHM_HUGETLB) != 0;
        long pageSize = PageSize(flags);
        string pages = huge ? $"huge pages of {pageSize >> 20} MiB" : "normal pages";
        string operation = $"Create a shared memory segment of {size} bytes on {pages} (shmget)";
        SharedMemoryLimits limits = SharedMemoryLimits.Read();

        if (huge && errno == LibC.ENOMEM)
        {
            HugePagePool pool = HugePagePool.Read(pageSize);
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
            string sizes = string.Join(", ", HugePagePool.FindSizes().Select(static bytes => $"{bytes >> 20} MiB"));
            return new(
                FrameRingError.HugePagesUnavailable,
                operation,
                "this machine has no huge pages of that size",
                sizes.Length > 0 ? $"Use a size that it has: {sizes}." : "Use normal pages.",
                errno);
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
            SharedMemoryUsage usage = SharedMemoryUsage.Read();
            long used = usage.SegmentCount;
            long wanted = usage.TotalPages > long.MaxValue - pagesNeeded ? long.MaxValue : usage.TotalPages + pagesNeeded;
            return used >= limits.MaxSegments
                ? new(FrameRingError.LimitExceeded, operation, $"there are already {used} segments and kernel.shmmni allows {limits.MaxSegments}", $"Raise it: sudo sysctl kernel.shmmni={(limits.MaxSegments * 2 > used ? limits.MaxSegments * 2 : used + SegmentsOfRing)} (or remove unused segments, see ipcs -m)", errno)
                : new(FrameRingError.LimitExceeded, operation, $"it needs {pagesNeeded} pages, {usage.TotalPages} are in use, and kernel.shmall allows {limits.MaxTotalPages} for all segments together", $"Raise it: sudo sysctl kernel.shmall={wanted}", errno);
        }

        return SystemVError.Create(operation, errno);
    }

    // SHM_HUGETLB without a size means the system's default, which is not 2 MiB everywhere (arm64 with 64 KiB pages: 512 MiB).
    private static long PageSize(int flags)
    {
        int log2 = (flags >> 26) & 0x3F;
        return log2 == 0 ? HugePagePool.DefaultPageSize() : 1L << log2;
    }
}
