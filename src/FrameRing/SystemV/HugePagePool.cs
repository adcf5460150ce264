using System.Globalization;

namespace FrameRing.SystemV;

/// <summary>The machine's reserved huge pages of one size; /sys/kernel/mm/hugepages, hugetlbpage.rst of the kernel.</summary>
/// <param name="PageSize">Bytes of a page.</param>
/// <param name="Total">Pages in the pool.</param>
/// <param name="Available">Pages that are neither in use nor promised to somebody.</param>
public readonly record struct HugePagePool(long PageSize, long Total, long Available)
{
    /// <summary>Reads the pool of a page size.</summary>
    /// <param name="pageSize">Bytes of a page: 2 MiB or 1 GiB on most machines.</param>
    /// <returns>The pool; all zeros if the kernel has none of that size.</returns>
    public static HugePagePool Read(long pageSize)
    {
        string folder = Folder(pageSize);
        return Directory.Exists(folder)
            ? new HugePagePool(pageSize, Number(folder, "nr_hugepages"), Number(folder, "free_hugepages") - Number(folder, "resv_hugepages"))
            : new HugePagePool(pageSize, 0, 0);
    }

    /// <summary>Finds the sizes of huge pages that the kernel has on this machine.</summary>
    /// <returns>Bytes of a page, the smallest first; empty if there are none.</returns>
    public static IReadOnlyList<long> FindSizes() => !Directory.Exists(Folders) ? [] :
        [.. Directory.EnumerateDirectories(Folders, Prefix + "*kB")
            .Select(static folder => long.TryParse(Path.GetFileName(folder)[Prefix.Length..^2], NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? 1024 * kilobytes : 0)
            .Where(static bytes => bytes > 0)
            .Order()];

    /// <summary>Reads the size of the huge pages that SHM_HUGETLB means when it names no size: Hugepagesize in /proc/meminfo.</summary>
    /// <returns>Bytes of a page; 2 MiB if the kernel has no huge pages.</returns>
    public static long DefaultPageSize()
    {
        const string Field = "Hugepagesize:";
        string? line = File.ReadLines("/proc/meminfo").FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? 1L << 21 : 1024 * long.Parse(line[Field.Length..].TrimEnd('k', 'B', ' '), CultureInfo.InvariantCulture);
    }

    /// <summary>The command that sets the pool to a number of pages.</summary>
    /// <param name="pages">Pages in all.</param>
    /// <returns>A line for a shell.</returns>
    public string ReserveCommand(long pages) =>
        PageSize == DefaultPageSize()
            ? $"sudo sysctl vm.nr_hugepages={pages}"
            : $"echo {pages} | sudo tee {Folder(PageSize)}/nr_hugepages";

    private const string Folders = "/sys/kernel/mm/hugepages";
    private const string Prefix = "hugepages-";

    private static string Folder(long pageSize) => $"{Folders}/{Prefix}{pageSize / 1024}kB";

    private static long Number(string folder, string name) =>
        long.Parse(File.ReadAllText(Path.Combine(folder, name)), CultureInfo.InvariantCulture);
}
