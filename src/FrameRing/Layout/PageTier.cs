namespace FrameRing.Layout;

/// <summary>The pages that hold a frame segment.</summary>
public enum PageTier
{
    /// <summary>Pages of the machine's normal size, 4 KiB on most.</summary>
    Normal = 0,

    /// <summary>Transparent huge pages: most of the segment really lies in pages of 2 MiB, as /proc/self/smaps shows.</summary>
    Transparent = 1,

    /// <summary>Reserved pages of 2 MiB (SHM_HUGETLB | SHM_HUGE_2MB, shmget(2)).</summary>
    Huge2M = 2,

    /// <summary>Reserved pages of 1 GiB (SHM_HUGETLB | SHM_HUGE_1GB, shmget(2)).</summary>
    Huge1G = 3,
}
