using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>Nobody has the keys of a ring's parts before its producer comes.</summary>
public class SquattedPartTests
{
    private const int ForAll = 0b110_100_100;
    private const int ForOwner = 0b110_000_000;

    [Fact]
    public void On_the_segments_frames_and_leases_flow_all_the_same()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter frames = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.FramePart), 100);
        using Squatter leases = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.LeasePart), 100);
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Leases = true });
        Assert.Equal(1ul, Rings.Publish(writer));
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out FrameLease lease));
        Assert.False(lease.View.GetPlane(0).ContainsAnyExcept((byte)1));
        lease.Dispose();

        // The next generation wants the key again.
        writer.PrepareGeneration(4, 2 * Rings.Bytes);
        frames.AssertUntouched();
        leases.AssertUntouched();
    }

    [Fact]
    public void On_the_segments_another_user_works_too()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter frames = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.FramePart), 100);
        using Squatter leases = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.LeasePart), 100);
        Assert.Equal("generation 1", OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name));
        frames.AssertUntouched();
        leases.AssertUntouched();
    }

    // The second is as a killed producer of nobody's would leave it.
    [Theory]
    [InlineData(100)]
    [InlineData(8192)]
    public void A_segment_that_its_maker_has_left_there_is_left_alone_too(int size)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.FramePart), size);
        SharedMemorySegment left = squatter.LeaveSegment();
        try
        {
            using (FrameRingWriter writer = Rings.Create(name))
            {
                Assert.Equal(1ul, Rings.Publish(writer));
            }

            Assert.Equal(size, left.GetStatus().Size);
        }
        finally
        {
            left.Remove();
        }
    }

    [Fact]
    public void On_the_reader_semaphores_root_refuses_a_set_that_is_none_if_it_offers_leases()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name, ReaderSemaphores.Part), 3);
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.CreateWithLeases(name));
        AssertNamed(name, $"{error.Error}: {error.Message}");

        // Without leases it is not in the way.
        using (FrameRingWriter writer = Rings.Create(name))
        {
            Assert.Equal(1ul, Rings.Publish(writer));
        }

        squatter.AssertUntouched();
    }

    [Fact]
    public void On_the_reader_semaphores_root_removes_a_strangers_set_and_says_so()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name, ReaderSemaphores.Part), LeaseGeometry.EntryCount);
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        Assert.Contains($"user {OtherUsers.Nobody}", Assert.Single(writer.RemovedObjects));
        Assert.False(new SemaphoreSet(squatter.Id).TryGetStatus(out _));
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, Leases = true });
        Assert.Equal(1ul, Rings.Publish(writer));
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out FrameLease lease));
        lease.Dispose();
    }

    [Theory]
    [InlineData(64, ForAll)]
    [InlineData(64, ForOwner)]
    [InlineData(3, ForOwner)]
    public void On_the_reader_semaphores_another_user_refuses_too(int count, int mode)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name, ReaderSemaphores.Part), count, mode);
        AssertNamed(name, OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name));
        squatter.AssertUntouched();
    }

    private static void AssertNamed(string name, string said)
    {
        Assert.StartsWith($"{FrameRingError.ForeignObject}: ", said);
        Assert.Contains($"0x{RingName.ToKey(name, ReaderSemaphores.Part):x8}", said);
        Assert.Contains($"user {OtherUsers.Nobody}", said);
        Assert.Contains("ipcrm -S", said);
    }
}
