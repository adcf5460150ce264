using FrameRing.SystemV;
using FrameRing.Testing;

namespace FrameRing.Tests.SystemV;

/// <summary>What can be asked about the whole machine.</summary>
public unsafe class SharedMemoryMachineTests : SystemVTest
{
    [Fact]
    public void Limits_are_those_of_the_system()
    {
        SharedMemoryLimits limits = SharedMemoryLimits.Read();
        Assert.Equal(1, limits.MinSegmentSize);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/shmmni").Trim(), $"{limits.MaxSegments}");
        Assert.Equal(Clamped("shmmax"), limits.MaxSegmentSize);
        Assert.Equal(Clamped("shmall"), limits.MaxTotalPages);
    }

    [Fact]
    public void Use_grows_with_a_segment_and_shrinks_with_its_end()
    {
        SharedMemoryUsage before = SharedMemoryUsage.Read();
        SharedMemorySegment segment = NewSegment(10 * Environment.SystemPageSize);
        using (SharedMemoryAttachment attachment = segment.Attach())
        {
            attachment.Slice(0, 3 * Environment.SystemPageSize).Fill(1);
            SharedMemoryUsage during = SharedMemoryUsage.Read();
            Assert.Equal((before.SegmentCount + 1, before.TotalPages + 10), (during.SegmentCount, during.TotalPages));
            Assert.True(during.ResidentPages + during.SwappedPages >= before.ResidentPages + before.SwappedPages + 3);
        }

        segment.Remove();
        Assert.Equal(before.SegmentCount, SharedMemoryUsage.Read().SegmentCount);
    }

    [Fact]
    public void The_list_has_every_segment_once_as_its_own_status_tells()
    {
        SharedMemorySegment[] made = [NewSegment(1), NewSegment(5000), NewSegment(3)];
        made[1].Remove();
        IReadOnlyList<(SharedMemorySegment Segment, SharedMemoryStatus Status)> list = SharedMemorySegment.List();
        Assert.Equal(made[0].GetStatus(), list.Single(entry => entry.Segment == made[0]).Status);
        Assert.DoesNotContain(list, entry => entry.Segment == made[1]);
        Assert.Equal(3, list.Single(entry => entry.Segment == made[2]).Status.Size);
        Assert.Equal(SharedMemoryUsage.Read().SegmentCount, list.Count);
    }

    [Fact]
    public void Huge_pages_carry_a_segment()
    {
        using HugePages? pages = HugePages.TryReserve(2, out string reason);
        Assert.SkipWhen(pages is null, reason);
        long before = HugePagePool.Read(1L << 21).Available;
        SharedMemorySegment segment = NewSegment(2L << 21, SharedMemoryOptions.HugePages2M);
        using (SharedMemoryAttachment attachment = segment.Attach())
        {
            segment.Remove();
            Assert.Equal(before - 2, HugePagePool.Read(1L << 21).Available);
            Assert.Equal(0, (nint)attachment.DangerousPointer % (1 << 21));
            attachment.DangerousPointer[(2L << 21) - 1] = 9;
            Assert.Contains("KernelPageSize:     2048 kB", Mapping((nint)attachment.DangerousPointer));
        }

        Assert.Equal(before, HugePagePool.Read(1L << 21).Available);
    }

    [Fact]
    public void Without_reservation_huge_pages_are_not_set_aside()
    {
        using HugePages? pages = HugePages.TryReserve(1, out string reason);
        Assert.SkipWhen(pages is null, reason);
        HugePagePool pool = HugePagePool.Read(1L << 21);
        SharedMemorySegment segment = NewSegment((pool.Available + 100) << 21, SharedMemoryOptions.HugePages2M | SharedMemoryOptions.NoReserve);
        Assert.Equal(pool.Available, HugePagePool.Read(1L << 21).Available);
        segment.Remove();
    }

    private static string Mapping(nint address) => string.Join(
        '\n',
        File.ReadLines("/proc/self/smaps").SkipWhile(line => !line.TrimStart('0').StartsWith($"{address:x}-", StringComparison.Ordinal)).Take(4));

    private static long Clamped(string name) =>
        (long)Math.Min(long.MaxValue, ulong.Parse(File.ReadAllText($"/proc/sys/kernel/{name}")));
}
