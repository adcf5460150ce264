using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Security;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>A producer dies and the next one goes on in its segment, because a reader has kept it alive.</summary>
public class AdoptionTests
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(20);

    [Fact]
    public void Readers_stay_where_they_are_and_numbers_go_on_without_a_gap()
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached);
        using FrameRingReader reader = attached;
        using FrameRingWriter second = Rings.Create(name, slots: 4);
        Assert.Equal(1ul, second.Generation);
        Assert.Equal(4ul, Rings.Publish(second));
        for (ulong expected = 1; expected <= 4; expected++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
            Assert.Equal(expected, view.Sequence);
            Assert.False(view.GetPlane(0).ContainsAnyExcept((byte)expected));
        }

        Assert.Equal(ReadStatus.TimedOut, reader.WaitNext(TimeSpan.FromMilliseconds(60), CancellationToken.None, out _));
        Assert.Equal((0ul, 0ul, 1ul), (reader.Statistics.Lost, reader.Statistics.GenerationChanges, reader.Statistics.WriterChanges));
        Assert.Equal(second.Pages.SegmentSize, RingInfoOf(name).Segment!.SegmentSize);
    }

    [Fact]
    public void A_reader_that_was_told_of_the_death_goes_on_too()
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached);
        using FrameRingReader reader = attached;
        for (int frame = 0; frame < 3; frame++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        }

        Assert.Equal(ReadStatus.WriterDied, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        using FrameRingWriter second = Rings.Create(name, slots: 4);
        Rings.Publish(second);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
        Assert.Equal(4ul, view.Sequence);
        Assert.Equal(0ul, reader.Statistics.GenerationChanges);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    public void A_successor_that_has_ended_before_it_was_seen_is_not_waited_for(int slots, int readable)
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached);
        using FrameRingReader reader = attached;
        for (int frame = 0; frame < 3; frame++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        }

        Assert.Equal(ReadStatus.WriterDied, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        using (FrameRingWriter second = Rings.Create(name, slots))
        {
            Rings.Publish(second);
        }

        // In the segment that this reader has kept alive the frame is there; in another one it is gone, and counted.
        for (int frame = 0; frame < readable; frame++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(5), CancellationToken.None, out FrameView view));
            Assert.Equal(4ul, view.Sequence);
        }

        Assert.Equal(ReadStatus.Ended, reader.WaitNext(TimeSpan.FromSeconds(5), CancellationToken.None, out _));
        Assert.Equal(1ul - (ulong)readable, reader.Statistics.Lost);
    }

    [Theory]
    [InlineData(5, Rings.Bytes)]
    [InlineData(4, 2 * Rings.Bytes)]
    public void Another_geometry_is_another_generation(int slots, long size)
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached);
        using FrameRingReader reader = attached;
        using FrameRingWriter second = FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = slots, SlotSize = size, HugePages = HugePagePolicy.Off });
        Assert.Equal(2ul, second.Generation);
        Assert.Equal(4ul, Rings.Publish(second));
    }

    [Fact]
    public void All_slots_can_be_used_again()
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached);
        using FrameRingReader reader = attached;
        using FrameRingWriter second = Rings.Create(name, slots: 4);
        List<DetachedClaim> claims = [];
        while (second.TryClaim(1, out SlotClaim claim) == ClaimStatus.Ok)
        {
            claims.Add(claim.Detach());
        }

        Assert.Equal(4, claims.Select(claim => claim.Slot).Distinct().Count());
        Assert.All(claims, claim => Assert.True(second.TryAbandon(claim)));
        Assert.Equal(4ul, Rings.Publish(second));
    }

    [Fact]
    public void A_lease_that_outlives_the_producer_is_honoured_by_the_next_one()
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached, new FrameRingReaderOptions { Start = StartPosition.Oldest, Leases = true });
        using FrameRingReader reader = attached;
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out FrameLease lease));

        // Honoured although this one was not told to offer leases.
        using FrameRingWriter second = Rings.Create(name, slots: 4);
        for (int frame = 0; frame < 20; frame++)
        {
            Rings.Publish(second);
        }

        Assert.Equal(ReadStatus.Ok, lease.Validate());
        Assert.False(lease.View.GetPlane(0).ContainsAnyExcept((byte)1));
        lease.Dispose();
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out view));
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out lease));
        lease.Dispose();
    }

    [Fact]
    public void A_lossless_reader_loses_nothing_across_the_death()
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = true });
        using FrameRingReader reader = attached;
        using FrameRingWriter second = Rings.CreateWithLeases(name, slots: 4, Delivery.Lossless);
        Assert.Equal(4ul, Rings.Publish(second));
        Assert.Equal(ClaimStatus.KeptByReaders, second.TryClaim(1, out _));
        for (ulong expected = 1; expected <= 8; expected++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
            Assert.Equal(expected, view.Sequence);

            // The frame before is given up with this call, so there is room for one more.
            Assert.True(expected == 1 || Rings.Publish(second) == expected + 3);
        }

        Assert.Equal(0ul, reader.Statistics.Lost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lossless_reader_whose_semaphores_are_gone_is_not_taken_for_dead(bool isReplaced)
    {
        string name = Rings.NewName();
        using Peer first = Dead(name, out FrameRingReader attached, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = true });
        using FrameRingReader reader = attached;
        DirectoryEntry before = RingIds.EntryOf(name);
        new SemaphoreSet(before.ReaderSemaphoreId).Remove();
        if (isReplaced)
        {
            SemaphoreSet.Create(RingName.ToKey(name, ReaderSemaphores.Part), LeaseGeometry.EntryCount, (UnixFileMode)0b110_100_000);
        }

        using FrameRingWriter second = Rings.CreateWithLeases(name, slots: 4, Delivery.Lossless);
        Assert.NotEqual(before.LeaseToken, RingIds.EntryOf(name).LeaseToken);

        // It takes an entry anew when it has read what there is, and the producer waits for it from then on.
        for (int frame = 0; frame < 3; frame++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        }

        Assert.Equal(ReadStatus.TimedOut, reader.WaitNext(TimeSpan.FromMilliseconds(60), CancellationToken.None, out _));
        Assert.Equal(1, second.LosslessReaders);
        for (ulong expected = 4; expected <= 7; expected++)
        {
            Assert.Equal(expected, Rings.Publish(second));
        }

        Assert.Equal(ClaimStatus.KeptByReaders, second.TryClaim(1, out _));
        for (ulong expected = 4; expected <= 7; expected++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
            Assert.Equal(expected, view.Sequence);
        }

        Assert.Equal(0ul, reader.Statistics.Lost);
    }

    private static RingInfo RingInfoOf(string name)
    {
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        return info!;
    }

    // Three frames in four slots, a reader attached, the producer killed.
    private static Peer Dead(string name, out FrameRingReader reader, FrameRingReaderOptions? options = null)
    {
        Peer first = new("publish", name, "4", "3", options is null ? "plain" : options.IsLossless ? "lossless" : "leases");
        Assert.Equal("ready", first.ReadLine());
        reader = Rings.AttachWith(name, options ?? new FrameRingReaderOptions { Start = StartPosition.Oldest });
        first.WriteLine("go");
        Assert.Equal("published", first.ReadLine());
        first.Kill();
        first.WaitForExit();
        return first;
    }
}
