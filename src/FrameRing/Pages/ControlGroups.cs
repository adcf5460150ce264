using System.Globalization;

namespace FrameRing.Pages;

/// <summary>
/// How much memory the control groups of this process leave: its own and all above it that can be seen, of version 1 and 2. A ring counts
/// as the producer's, and one that is too large would have the kernel kill it. cgroups(7), cgroup-v1/memory.rst, cgroup-v2.rst.
/// </summary>
internal static class ControlGroups
{
    /// <summary>Bytes that can be had; the largest number there is if no group has a limit.</summary>
    /// <param name="root">Where the file system begins; another folder than / for tests.</param>
    internal static long Available(string root = "/")
    {
        long available = long.MaxValue;
        try
        {
            string[] memberships = File.ReadAllLines(Path.Join(root, "proc/self/cgroup"));
            foreach (string line in File.ReadLines(Path.Join(root, "proc/self/mountinfo")))
            {
                if (ControlGroupMount.TryParse(line, out ControlGroupMount? mount) && mount.PathOf(memberships) is { } path)
                {
                    available = Math.Min(available, AvailableIn(root, mount, path));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /proc nothing is known, and the kernel decides.
        }

        return available;
    }

    private static long AvailableIn(string root, ControlGroupMount mount, string path)
    {
        string top = Path.Join(root, mount.Point);
        long available = long.MaxValue;
        while (true)
        {
            available = Math.Min(available, mount.IsVersion2 ? OfVersion2(Path.Join(top, path)) : OfVersion1(Path.Join(top, path)));
            if (path.Length == 0)
            {
                return available;
            }

            path = path[..path.LastIndexOf('/')];
        }
    }

    private static long OfVersion2(string folder)
    {
        long limit = Number(Path.Join(folder, "memory.max")) ?? long.MaxValue;
        return limit == long.MaxValue ? limit : limit - Used(folder, "memory.current", "inactive_file");
    }

    // The smallest limit of all groups above, also of those that a container does not see, stands in the statistics.
    private static long OfVersion1(string folder)
    {
        long limit = Math.Min(
            Number(Path.Join(folder, "memory.limit_in_bytes")) ?? long.MaxValue,
            Statistic(folder, "hierarchical_memory_limit") ?? long.MaxValue);
        return limit == long.MaxValue ? limit : limit - Used(folder, "memory.usage_in_bytes", "total_inactive_file");
    }

    // Pages of files that nobody has used for a while are given back before anybody is killed.
    private static long Used(string folder, string file, string reclaimable) =>
        Math.Max(0, (Number(Path.Join(folder, file)) ?? 0) - (Statistic(folder, reclaimable) ?? 0));

    // Null if there is no such file or it says max: the topmost group has no limit.
    private static long? Number(string file)
    {
        try
        {
            return long.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long value) ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Statistic(string folder, string name)
    {
        try
        {
            foreach (string line in File.ReadLines(Path.Join(folder, "memory.stat")))
            {
                if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ' ')
                {
                    return long.TryParse(line.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As if it did not say.
        }

        return null;
    }
}
