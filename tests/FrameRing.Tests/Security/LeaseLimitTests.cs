using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A reader of another user, in the ring's group, that gives nothing back.</summary>
public class LeaseLimitTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_endless = TimeSpan.FromHours(10);

    [Fact]
    public void It_keeps_four_frames_and_the_producer_drops()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, Delivery.Live, s_endless, slots: 5);
        Fill(writer, 5);
        using Peer keeper = OtherUsers.RunInGroup("lease-all", name);
        Assert.Equal($"1 2 3 4 {ReadStatus.TooManyLeases}", keeper.ReadLine());

        // One slot is left for all frames to come, and a reader beside gets each of them.
        using FrameRingReader pure = Rings.Attach(name, StartPosition.At(6));
        for (ulong frame = 6; frame < 20; frame++)
        {
            Assert.Equal(frame, Rings.Publish(writer));
            Assert.Equal(ReadStatus.Ok, Rings.Next(pure, out ulong sequence));
            Assert.Equal(frame, sequence);
        }

        Assert.Equal(0ul, writer.Statistics.Revoked);
        Assert.Equal(0, keeper.Finish());
    }

    [Fact]
    public void All_slots_are_kept_for_the_lease_timeout_at_most()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, Delivery.Live, s_short, slots: 4);
        Fill(writer, 4);
        using Peer keeper = OtherUsers.RunInGroup("lease-all", name);

        // All four, and the fifth frame does not come: the producer has no slot for it until it takes one away.
        SpinUntilLeased(name, 4);
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(Rings.Bytes, out _));
        Fill(writer, 8);
        Assert.True(writer.Statistics.Revoked is >= 1 and <= 4);
        Assert.Equal($"1 2 3 4 {ReadStatus.TooManyLeases}", keeper.ReadLine());
        Assert.Equal(0, keeper.Finish());
    }

    [Fact]
    public void A_lease_that_was_taken_away_is_told_to_its_holder()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, Delivery.Live, s_short, slots: 2);
        Fill(writer, 2);
        using Peer first = OtherUsers.RunInGroup("lease", name, "1");
        using Peer second = OtherUsers.RunInGroup("lease", name, "2");
        Assert.Equal("leased 1", first.ReadLine());
        Assert.Equal("leased 2", second.ReadLine());
        Fill(writer, 6);
        Assert.Equal((0, 0), (first.Finish(), second.Finish()));
        Assert.Contains($"{ReadStatus.Revoked}", new[] { first.ReadLine(), second.ReadLine() });
        Assert.True(writer.Statistics.Revoked >= 1);
    }

    [Fact]
    public void A_reader_without_loss_that_does_not_move_is_waited_for_and_then_given_up()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, Delivery.Lossless, s_short, slots: 2);
        using Peer keeper = OtherUsers.RunInGroup("read-lossless", name, "1");
        Assert.Equal("joined", keeper.ReadLine());
        Fill(writer, 2);
        Assert.Equal("read 1", keeper.ReadLine());
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(Rings.Bytes, out _));
        Fill(writer, 20);
        Assert.Equal(1ul, writer.Statistics.Evicted);
        Assert.Equal(0, writer.LosslessReaders);
        Assert.True(writer.Statistics.Waits >= 1);
        Assert.Equal(0, keeper.Finish());
    }

    [Fact]
    public void A_reader_without_loss_that_is_stopped_is_given_up_too()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, Delivery.Lossless, s_short, slots: 2);
        using Peer keeper = OtherUsers.RunInGroup("read-lossless", name, "1000000");
        Assert.Equal("joined", keeper.ReadLine());
        keeper.Signal(Tmds.Linux.LibC.SIGSTOP);
        bool isGivenUp = SpinWait.SpinUntil(
            () =>
            {
                Fill(writer, writer.Head + 1);
                return writer.Statistics.Evicted == 1;
            },
            TimeSpan.FromSeconds(20));
        Assert.True(isGivenUp);
        keeper.Kill();
    }

    [Fact]
    public void One_that_takes_the_leases_of_another_away_is_found_out_by_that_one()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, Delivery.Lossless, s_endless, slots: 2);
        using FrameRingReader victim = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = true, Leases = true });
        Fill(writer, 2);
        Assert.Equal(ReadStatus.Ok, victim.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.Ok, victim.TryLease(view, out FrameLease lease));
        Assert.Equal("evicted", OtherUsers.Ask(OtherUsers.Nobody, OtherUsers.RingGroup, "evict", $"{RingIds.Of(name).Leases}"));
        Fill(writer, 6);
        Assert.Equal(ReadStatus.Revoked, lease.Validate());
        lease.Dispose();
        Assert.Equal(ReadStatus.Evicted, Rings.Next(victim, out _));
    }

    // Frames up to that number, however often there is no slot.
    private static void Fill(FrameRingWriter writer, ulong head)
    {
        while (writer.Head < head)
        {
            Assert.False(TestContext.Current.CancellationToken.IsCancellationRequested);
            if (writer.Claim(Rings.Bytes, TestContext.Current.CancellationToken, out SlotClaim claim) == ClaimStatus.Ok)
            {
                claim.Data[..Rings.Bytes].Fill((byte)(writer.Head + 1));
                claim.Publish(Rings.Grey());
            }
        }
    }

    private static void SpinUntilLeased(string name, int count) => Assert.True(SpinWait.SpinUntil(
        () => RingCatalog.TryGet(name, out RingInfo? info) && info!.Leases!.Holders.Sum(holder => holder.Leased.Count) == count,
        TimeSpan.FromSeconds(20)));

    private static FrameRingWriter Create(string name, Delivery delivery, TimeSpan timeout, int slots) => FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = name,
        SlotCount = slots,
        SlotSize = Rings.Bytes,
        HugePages = HugePagePolicy.Off,
        Group = $"{OtherUsers.RingGroup}",
        Leases = true,
        Delivery = delivery,
        LeaseTimeout = timeout,
        ReaderTimeout = timeout,
    });
}
