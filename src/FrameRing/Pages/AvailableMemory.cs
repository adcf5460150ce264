using System.Globalization;

namespace FrameRing.Pages;

/// <summary>Whether normal pages for a segment can be had. The kernel promises more than it has and would kill a process later.</summary>
internal static class AvailableMemory
{
    // What the process itself goes on to take in the group. Beyond the limit it would be killed; the machine can still swap.
    private const long HeadRoom = 16L << 20;

    internal static void ThrowIfTooSmall(long bytes)
    {
        long machine = Machine();
        long group = ControlGroups.Available();
        group = group == long.MaxValue ? group : group - HeadRoom;
        if (bytes > Math.Min(machine, group))
        {
            throw new FrameRingException(
                FrameRingError.OutOfMemory,
                $"Create a shared memory segment of {bytes >> 20} MiB",
                $"only {Math.Max(0, Math.Min(machine, group)) >> 20} MiB of memory are available{(group < machine ? " in the control group" : string.Empty)}",
                group < machine
                    ? "Raise the group's limit (MemoryMax= of systemd, memory limit of the container), or use fewer slots or smaller frames."
                    : "Free memory, or use fewer slots or smaller frames.");
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
}
