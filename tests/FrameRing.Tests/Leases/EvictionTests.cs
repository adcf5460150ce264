using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Tests.Security;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Leases;

/// <summary>Who is given up, and who is not, when a lossless producer has waited for long enough.</summary>
public class EvictionTests
{
    private const ulong Frame = 5;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_part = s_limit / 5;
    private static readonly FrameRingReaderOptions s_lossless = new() { Start = StartPosition.Oldest, IsLossless = true };

    // The clock of what waits, where a test moves it on.
    private long _now = 1;

    [Fact]
    public void Only_who_needs_the_frame_that_is_waited_for_is_given_up()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless, s_limit);
        using FrameRingReader silent = Rings.AttachWith(name, s_lossless);
        using FrameRingReader other = Rings.AttachWith(name, s_lossless);
        for (int frame = 0; frame < 3; frame++)
        {
            Rings.Publish(writer);
        }

        Assert.Equal(ReadStatus.Ok, Rings.Next(other, out _));
        Assert.Equal(ReadStatus.Ok, Rings.Next(other, out _));
        Assert.Equal(ClaimStatus.Ok, writer.Claim(1, TestContext.Current.CancellationToken, out SlotClaim claim));
        claim.Publish(Rings.Grey());
        Assert.Equal(1ul, writer.Statistics.Evicted);
        Assert.Equal(ReadStatus.Evicted, Rings.Next(silent, out _));
        for (ulong expected = 3; expected <= 4; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(other, out ulong sequence));
            Assert.Equal(expected, sequence);
        }
    }

    [Fact]
    public void Entries_that_stand_in_for_each_other_hold_a_frame_no_longer_than_one() => With((kept, table) =>
    {
        // The first look begins the time, which is five parts long, whoever stands there.
        for (int entry = 0; entry < 10; entry++)
        {
            Stand(table, entry, 1, Frame);
            if (entry > 0)
            {
                Clear(table, entry - 1);
            }

            kept.Look();
            Assert.Equal(entry <= 5, kept.IsKept(Frame));
            Look(kept, after: s_part);
        }
    });

    [Fact]
    public void Who_goes_to_and_fro_gains_nothing() => With((kept, table) =>
    {
        for (ulong pulse = 1; pulse <= 10; pulse++)
        {
            Stand(table, 0, 1, Frame);
            kept.Look();
            kept.IsKept(Frame);
            Stand(table, 0, 1, Frame + pulse);
            Look(kept, after: s_part);
        }

        Stand(table, 0, 1, Frame);
        kept.Look();
        Assert.False(kept.IsKept(Frame));
        Assert.Equal(1u, table.Evicted(0).Read());
    });

    [Fact]
    public void Nor_does_who_takes_its_entry_anew() => With((kept, table) =>
    {
        for (uint epoch = 1; epoch <= 10; epoch++)
        {
            Stand(table, 0, epoch, Frame);
            kept.Look();
            kept.IsKept(Frame);
            Look(kept, after: s_part);
        }

        kept.Look();
        Assert.False(kept.IsKept(Frame));
    });

    [Fact]
    public void A_next_holder_is_waited_for_and_told_like_the_first() => With((kept, table) =>
    {
        GiveUp(kept, table, epoch: 1);
        Assert.Equal(1u, table.Evicted(0).Read());

        // At a frame that is waited for no more it is told so at once, before the slot is taken.
        Stand(table, 0, 2, Frame);
        kept.Look();
        Assert.False(kept.IsKept(Frame));
        Assert.Equal(2u, table.Evicted(0).Read());

        // At a later one it has all its time.
        Stand(table, 0, 3, Frame + 1);
        kept.Look();
        Assert.True(kept.IsKept(Frame + 1));
        Look(kept);
        Assert.True(kept.IsKept(Frame + 1));
        Assert.Equal(2u, table.Evicted(0).Read());
    });

    [Fact]
    public void A_next_holder_does_not_pay_for_a_dead_one_that_was_further_on() => With((kept, table) =>
    {
        // The first holder has read everything and dies. Claims wait for another reader, which goes on all the time.
        Stand(table, 0, 1, Frame + 20);
        kept.StartWaiting(_now);
        for (ulong step = 0; step < 10; step++)
        {
            Stand(table, 1, 1, Frame + step);
            kept.Look();
            kept.IsKept(Frame + step);
            Look(kept, after: s_part);
        }

        Stand(table, 0, 2, Frame + 10);
        Stand(table, 1, 1, Frame + 10);
        kept.Look();
        kept.IsKept(Frame + 10);
        Look(kept);
        Assert.NotEqual(2u, table.Evicted(0).Read());
        kept.StopWaiting();
    });

    [Fact]
    public void What_a_dead_holder_has_left_is_not_the_next_ones_fault() => With((kept, table) =>
    {
        Stand(table, 0, 1, Frame);
        kept.Look();
        kept.IsKept(Frame);
        Look(kept);
        kept.Look();
        kept.IsKept(Frame);

        // The next holder has raised the epoch, and not cleared the cursor yet.
        table.Epoch(0).Raise();
        Look(kept, after: 2 * s_limit);
        Assert.NotEqual(2u, table.Evicted(0).Read());
    });

    [Fact]
    public void Who_was_given_up_is_not_given_up_again() => With((kept, table) =>
    {
        GiveUp(kept, table, epoch: 1);
        ulong evicted = kept.EvictedCount;
        Stand(table, 0, 1, Frame + 1);
        GiveUp(kept, table, epoch: 0);
        Assert.Equal((1ul, 1ul), (evicted, kept.EvictedCount));
    });

    // -1 ms compares as less than everything.
    [Theory]
    [MemberData(nameof(EndlessLimits))]
    public void An_endless_reader_timeout_never_ends(TimeSpan endless)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless, endless);
        using FrameRingReader silent = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(250));
        Assert.Equal(ClaimStatus.KeptByReaders, writer.Claim(1, soon.Token, out _));
        Assert.Equal(0ul, writer.Statistics.Evicted);
        Assert.Equal(ReadStatus.Ok, Rings.Next(silent, out _));
    }

    [Theory]
    [MemberData(nameof(EndlessLimits))]
    public void An_endless_lease_timeout_never_ends(TimeSpan endless)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, timeout: endless);
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, Leases = true });
        FrameLease[] leases = new FrameLease[2];
        for (int frame = 0; frame < 2; frame++)
        {
            Rings.Publish(writer);
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
            Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out leases[frame]));
        }

        for (int attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));
        }

        Assert.All(leases, lease => Assert.Equal(ReadStatus.Ok, lease.Validate()));
        Assert.All(leases, lease => lease.Dispose());
    }

    public static TheoryData<TimeSpan> EndlessLimits => [Timeout.InfiniteTimeSpan, TimeSpan.MaxValue];

    // A table of a ring in which nothing else happens, as its writer sees it.
    private void With(Action<KeptFrames, LeaseTable> test)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless);
        using LeaseTable table = Open(name);
        using KeptFrames kept = new(Open(name), new ReaderSemaphores(new SemaphoreSet(RingIds.EntryOf(name).ReaderSemaphoreId)), Delivery.Lossless);
        kept.StartWaiting(_now);
        test(kept, table);
        kept.StopWaiting();
    }

    // What a claim does between two looks for a slot, some time after the look before.
    private void Look(KeptFrames kept, TimeSpan after = default)
    {
        _now += (long)after.TotalNanoseconds;
        kept.EvictSilent(s_limit, 1, _now);
        kept.Look();
    }

    private void GiveUp(KeptFrames kept, LeaseTable table, uint epoch)
    {
        if (epoch != 0)
        {
            Stand(table, 0, epoch, Frame);
        }

        for (int round = 0; round < 2; round++)
        {
            kept.Look();
            kept.IsKept(Frame);
            kept.IsKept(Frame + 1);
            Look(kept, after: round * s_limit);
        }

        kept.Look();
        kept.IsKept(Frame);
        kept.IsKept(Frame + 1);
        Look(kept, after: s_limit);
    }

    private static LeaseTable Open(string name) => LeaseTable.TryOpen(RingIds.EntryOf(name), name)!;

    // As a reader of ill will, or its successor in the entry, writes it.
    private static void Stand(LeaseTable table, int entry, uint epoch, ulong sequence)
    {
        while (table.Epoch(entry).Read() != epoch)
        {
            table.Epoch(entry).Raise();
        }

        table.Cursor(entry).Announce(TaggedSequence.Pack(epoch, sequence));
    }

    private static void Clear(LeaseTable table, int entry) => table.Cursor(entry).Announce(TaggedSequence.None);
}
