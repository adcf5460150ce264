using System.Globalization;

namespace FrameRing.Camera.Tests;

/// <summary>Huge pages of the virtual machine for one test.</summary>
internal sealed class HugePages : IDisposable
{
    private const string Setting = "/proc/sys/vm/nr_hugepages";
    private readonly string _before;

    private HugePages(string before) => _before = before;

    internal static HugePages Reserve(int count)
    {
        HugePages pages = new(File.ReadAllText(Setting));
        File.WriteAllText(Setting, count.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(count, int.Parse(File.ReadAllText(Setting), CultureInfo.InvariantCulture));
        return pages;
    }

    public void Dispose() => File.WriteAllText(Setting, _before);
}
