using System.Globalization;
using FrameRing.SystemV;

namespace FrameRing.Testing;

/// <summary>Huge pages of 2 MiB for one test; the pool is as large as before when it ends.</summary>
public sealed class HugePages : IDisposable
{
    private const long PageSize = 1L << 21;
    private const string Pool = "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages";

    private readonly long? _before;

    private HugePages(long? before) => _before = before;

    /// <summary>Makes sure that some pages are free.</summary>
    /// <returns>Null, with the reason to skip the test, if that cannot be had.</returns>
    public static HugePages? TryReserve(long pages, out string reason)
    {
        HugePagePool pool = HugePagePool.Read(PageSize);
        if (WhyForbidden() is string forbidden)
        {
            reason = forbidden;
            return null;
        }

        reason = string.Empty;
        if (pool.Available >= pages)
        {
            return new HugePages(null);
        }

        string command = pool.ReserveCommand(pool.Total + pages - pool.Available);
        reason = $"{pages} free huge pages of 2 MiB are needed, there are {pool.Available}; reserve some with: {command}";
        if (!TrySet(pool.Total + pages - pool.Available))
        {
            return null;
        }

        HugePages reserved = new(pool.Total);
        if (HugePagePool.Read(PageSize).Available >= pages)
        {
            return reserved;
        }

        reserved.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_before is long pages)
        {
            TrySet(pages);
        }
    }

    /// <summary>Whether this user may use huge pages at all: it needs the group of vm.hugetlb_shm_group, or CAP_IPC_LOCK.</summary>
    /// <returns>Null if so, else the reason with its remedy.</returns>
    public static string? WhyForbidden()
    {
        try
        {
            SharedMemorySegment.CreatePrivate(PageSize, (UnixFileMode)0x180, SharedMemoryOptions.HugePages2M | SharedMemoryOptions.NoReserve).Remove();
            return null;
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.HugePagesUnavailable)
        {
            return e.Message;
        }
    }

    private static bool TrySet(long pages)
    {
        try
        {
            File.WriteAllText(Pool, pages.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
