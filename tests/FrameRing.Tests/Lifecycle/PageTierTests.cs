using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>The tier that a ring reports is what the kernel shows in smaps, and frames go through it.</summary>
public class PageTierTests
{
    private const string ShmemSwitch = "/sys/kernel/mm/transparent_hugepage/shmem_enabled";
    private const long Mebi = 1L << 20;

    [Fact]
    public void Transparent_huge_pages()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists(ShmemSwitch), "the switch for transparent huge pages of shared memory needs root and a kernel that has them");
        using Setting setting = new(ShmemSwitch, "advise");
        using FrameRingWriter writer = Create(HugePagePolicy.RequireTransparent, 1 * Mebi);
        Assert.Equal(PageTier.Transparent, writer.Pages.Tier);
        Assert.True(Smaps(writer, "ShmemPmdMapped") * 2 >= writer.Pages.SegmentSize, $"{Smaps(writer, "ShmemPmdMapped")} of {writer.Pages.SegmentSize} bytes");
        Assert.True(UsesRing(writer));
    }

    [Fact]
    public void Transparent_huge_pages_that_are_switched_off_are_refused_with_the_command()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists(ShmemSwitch), "the switch for transparent huge pages of shared memory needs root and a kernel that has them");
        using Setting setting = new(ShmemSwitch, "never");
        FrameRingException error = Assert.Throws<FrameRingException>(() => Create(HugePagePolicy.RequireTransparent, Mebi));
        Assert.Equal(FrameRingError.HugePagesUnavailable, error.Error);
        Assert.Contains($"echo advise | sudo tee {ShmemSwitch}", error.Message);
        using FrameRingWriter writer = Create(HugePagePolicy.PreferTransparent, Mebi);
        Assert.Equal(PageTier.Normal, writer.Pages.Tier);
        Assert.Contains(writer.Pages.Refusals, refusal => refusal.Contains("says 'never'", StringComparison.Ordinal));
    }

    [Fact]
    public void Reserved_pages_of_2_MiB()
    {
        Assert.SkipWhen(FrameRing.Testing.HugePages.WhyForbidden() is not null, "this user may not use huge pages; run as root");
        Assert.SkipUnless(HugePagePool.Read(2 * Mebi).Available >= 4, "no free huge pages of 2 MiB; reserve some with: sudo sysctl vm.nr_hugepages=16");
        using FrameRingWriter writer = Create(HugePagePolicy.Require2M, Mebi);
        Assert.Equal(PageTier.Huge2M, writer.Pages.Tier);
        Assert.Equal(writer.Pages.SegmentSize, Smaps(writer, "Shared_Hugetlb") + Smaps(writer, "Private_Hugetlb"));
        Assert.True(UsesRing(writer));
    }

    [Fact]
    public void Reserved_pages_of_1_GiB()
    {
        const string Pool = "/sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages";
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists(Pool), "pages of 1 GiB need root and a processor that has them");
        using Setting setting = new(Pool, "1");
        Assert.SkipUnless(HugePagePool.Read(1024 * Mebi).Available >= 1, "this machine has no gigabyte of memory in one piece; reserve one at boot: hugepagesz=1G hugepages=1");
        using FrameRingWriter writer = Create(HugePagePolicy.Require1G, Mebi);
        Assert.Equal(PageTier.Huge1G, writer.Pages.Tier);
        Assert.Equal(1024 * Mebi, Smaps(writer, "Shared_Hugetlb") + Smaps(writer, "Private_Hugetlb"));
        Assert.True(UsesRing(writer));
    }

    private static FrameRingWriter Create(HugePagePolicy policy, long slotSize) => FrameRingWriter.Create(
        new FrameRingWriterOptions { Name = Rings.NewName(), SlotCount = 7, SlotSize = slotSize, HugePages = policy });

    private static bool UsesRing(FrameRingWriter writer)
    {
        using FrameRingReader reader = Rings.Attach(writer.Name);
        for (int frame = 0; frame < 20; frame++)
        {
            Rings.Publish(writer);
            if (reader.PageTier != writer.Pages.Tier
                || reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) != ReadStatus.Ok
                || view.GetPlane(0).ContainsAnyExcept((byte)view.Sequence)
                || view.Validate() != ReadStatus.Ok)
            {
                return false;
            }
        }

        return true;
    }

    // The mapping of the writer, found by the address of one of its slots; proc_pid_smaps(5).
    private static unsafe long Smaps(FrameRingWriter writer, string field)
    {
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim claim));
        ulong address = (ulong)claim.DangerousPointer;
        claim.Dispose();
        bool isInside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] ends = line.Split(' ')[0].Split('-');
            if (ends.Length == 2)
            {
                isInside = address >= Convert.ToUInt64(ends[0], 16) && address < Convert.ToUInt64(ends[1], 16);
            }
            else if (isInside && line.StartsWith(field + ":", StringComparison.Ordinal))
            {
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
            }
        }

        return 0;
    }

    // A setting of the machine for the length of a test; the word in brackets is what it was.
    private sealed class Setting : IDisposable
    {
        private readonly string _file;
        private readonly string _before;

        internal Setting(string file, string value)
        {
            _file = file;
            string text = File.ReadAllText(file).Trim();
            _before = text.Contains('[') ? text[(text.IndexOf('[') + 1)..text.IndexOf(']')] : text;
            File.WriteAllText(file, value);
        }

        public void Dispose() => File.WriteAllText(_file, _before);
    }
}
