using System.Globalization;
using FrameRing.Testing;

namespace FrameRing.Soak.Tests.Measuring;

/// <summary>System V objects made since the start, and the free huge pages of the machine.</summary>
internal sealed class MachineMeter(LeakCheck objects)
{
    private readonly Series _objects = new("machine", "System V objects", GrowthRule.Count);

    // Only shown: other programs take some too, and a ring that keeps any is found by its objects.
    private readonly Series _hugePages = new("machine", "free huge pages", null);

    internal IEnumerable<Series> All => [_objects, _hugePages];

    internal void Sample(TimeSpan time)
    {
        _objects.Add(time, objects.Leaked().Count);
        _hugePages.Add(time, ReadFreeHugePages());
    }

    private static double ReadFreeHugePages() => double.Parse(
        File.ReadLines("/proc/meminfo").First(line => line.StartsWith("HugePages_Free:", StringComparison.Ordinal)).Split(' ')[^1],
        CultureInfo.InvariantCulture);
}
