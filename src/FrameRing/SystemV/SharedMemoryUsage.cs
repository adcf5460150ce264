using System.Runtime.InteropServices;
using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>What all shared memory segments of this IPC namespace use together: SHM_INFO of shmctl(2).</summary>
/// <param name="SegmentCount">Segments that exist, counting those marked for removal.</param>
/// <param name="TotalPages">Pages of the system's normal size that they have asked for; this is what SHMALL limits.</param>
/// <param name="ResidentPages">Pages of the normal size that are in memory.</param>
/// <param name="SwappedPages">Pages of the normal size that are in swap space.</param>
public readonly record struct SharedMemoryUsage(int SegmentCount, long TotalPages, long ResidentPages, long SwappedPages)
{
    /// <summary>Asks the kernel. Needs no permission; does not block; safe on any thread.</summary>
    /// <returns>The use at this moment.</returns>
    /// <exception cref="FrameRingException">The kernel has no System V shared memory.</exception>
    public static unsafe SharedMemoryUsage Read()
    {
        Shm.shm_info info;
        return Shm.shmctl(0, Shm.SHM_INFO, &info) >= 0
            ? new SharedMemoryUsage(info.used_ids, (long)info.shm_tot, (long)info.shm_rss, (long)info.shm_swp)
            : throw SystemVError.Create("Look at the use of shared memory (shmctl SHM_INFO)", Marshal.GetLastPInvokeError());
    }
}
