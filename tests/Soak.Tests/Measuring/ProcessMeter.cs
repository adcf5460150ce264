using System.Globalization;

namespace FrameRing.Soak.Tests.Measuring;

/// <summary>What one process has taken from the machine: private memory (proc_pid_smaps(5)), descriptors, threads.</summary>
internal sealed class ProcessMeter(string name, int pid)
{
    private const long KiB = 1024;

    private readonly Series _memory = new(name, "private bytes", GrowthRule.Memory);
    private readonly Series _descriptors = new(name, "descriptors", GrowthRule.Count);
    private readonly Series _threads = new(name, "threads", GrowthRule.Threads);

    internal IEnumerable<Series> All => [_memory, _descriptors, _threads];

    /// <summary>Takes a sample. The process must be alive.</summary>
    internal void Sample(TimeSpan time)
    {
        _memory.Add(time, ReadMemory() * KiB);
        _descriptors.Add(time, Directory.GetFileSystemEntries($"/proc/{pid}/fd").Count(IsTaken));
        _threads.Add(time, Sum($"/proc/{pid}/status", "Threads:"));
    }

    // The runtime keeps two for every assembly, which it loads when code that needs it runs for the first time: at the second frame, or
    // in the fifth minute. There are only so many assemblies.
    private static bool IsTaken(string descriptor) => new FileInfo(descriptor).LinkTarget is { } target && !target.EndsWith(".dll", StringComparison.Ordinal);

    private static double Sum(string file, string beginning) => File.ReadLines(file)
        .Where(line => line.StartsWith(beginning, StringComparison.Ordinal))
        .Sum(Value);

    private static double Value(string line) =>
        double.Parse(line[(line.IndexOf(':') + 1)..].Replace("kB", null, StringComparison.Ordinal), CultureInfo.InvariantCulture);

    // Anonymous pages, and those of compiled code, which the runtime keeps in a file without a name. Pages of libraries are private too
    // while no other process of the machine has mapped them: many MiB that come and go with other programs.
    private double ReadMemory()
    {
        double sum = 0;
        bool isCode = false;
        foreach (string line in File.ReadLines($"/proc/{pid}/smaps"))
        {
            if (!char.IsAsciiLetterUpper(line[0]))
            {
                // The mapping that the next lines are about.
                isCode = line.Contains("/memfd:doublemapper", StringComparison.Ordinal);
            }
            else if (line.StartsWith(isCode ? "Private_" : "Anonymous:", StringComparison.Ordinal))
            {
                sum += Value(line);
            }
        }

        return sum;
    }
}
