using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>How a segment is made; the flags of shmget(2).</summary>
[Flags]
public enum SharedMemoryOptions
{
    /// <summary>Normal pages.</summary>
    None = 0,

    /// <summary>SHM_HUGETLB with the system's default huge page size.</summary>
    HugePages = Shm.SHM_HUGETLB,

    /// <summary>SHM_HUGETLB | SHM_HUGE_2MB.</summary>
    HugePages2M = Shm.SHM_HUGETLB | Shm.SHM_HUGE_2MB,

    /// <summary>SHM_HUGETLB | SHM_HUGE_1GB.</summary>
    HugePages1G = Shm.SHM_HUGETLB | Shm.SHM_HUGE_1GB,

    /// <summary>SHM_NORESERVE: no swap space, and no huge pages, are set aside. The first touch may then fail with SIGBUS.</summary>
    NoReserve = Shm.SHM_NORESERVE,
}
