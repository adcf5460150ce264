using System.Globalization;

namespace FrameRing.Lifecycle;

/// <summary>Whether normal pages for a segment can be had. The kernel promises more than it has and would kill a process later.</summary>
internal static class AvailableMemory
{
    internal static void ThrowIfTooSmall(long bytes)
    {
        long available = Math.Min(Machine(), ControlGroup());
        if (bytes > available)
        {
            throw new FrameRingException(
                FrameRingError.OutOfMemory,
                $"Create a shared memory segment of {bytes >> 20} MiB",
                $"only {available >> 20} MiB of memory are available",
                "Use fewer slots (--slots) or smaller frames, or free memory.");
        }
    }

    // MemAvailable, proc_meminfo(5): what can be had without swapping.
    private static long Machine()
    {
        foreach (string line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            {
                return long.Parse(line["MemAvailable:".Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
            }
        }

        return long.MaxValue;
    }

    // memory.max of the control group, version 2, as seen inside a container; cgroup-v2.rst.
    private static long ControlGroup()
    {
        const string Folder = "/sys/fs/cgroup/";
        try
        {
            string limit = File.ReadAllText(Folder + "memory.max").Trim();
            return limit == "max"
                ? long.MaxValue
                : long.Parse(limit, CultureInfo.InvariantCulture) - long.Parse(File.ReadAllText(Folder + "memory.current"), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return long.MaxValue;
        }
    }
}
