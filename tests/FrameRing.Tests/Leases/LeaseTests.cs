using FrameRing.Inspection;
using FrameRing.Ownership;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Testing;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Leases;

public class LeaseTests
{
    private static readonly FrameRingReaderOptions s_leasing = new() { Start = StartPosition.Oldest, Leases = true };

    [Fact]
    public void A_leased_slot_is_not_used_again_until_the_lease_is_given_back()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        FrameLease lease = LeaseNext(writer, reader);
        for (int frame = 0; frame < 20; frame++)
        {
            Rings.Publish(writer);
        }

        Assert.Equal(1ul, lease.Sequence);
        Assert.False(lease.View.GetPlane(0).ContainsAnyExcept((byte)1));
        Assert.Equal(ReadStatus.Ok, lease.Validate());
        int slot = lease.View.Slot;
        lease.Dispose();
        HashSet<int> used = [];
        for (int frame = 0; frame < 4; frame++)
        {
            writer.TryClaim(1, out SlotClaim claim);
            used.Add(claim.Slot);
            claim.Publish(Rings.Grey());
        }

        Assert.Contains(slot, used);
    }

    [Fact]
    public void A_live_ring_whose_slots_are_all_leased_drops_and_goes_on_when_one_is_given_back()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2);
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        FrameLease first = LeaseNext(writer, reader);
        using FrameLease second = LeaseNext(writer, reader);
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));
        Assert.Equal(ClaimStatus.KeptByReaders, writer.Claim(1, CancellationToken.None, out _));
        first.Dispose();
        first.Dispose();
        Assert.Equal(3ul, Rings.Publish(writer));
        Assert.Equal(ReadStatus.Ok, second.Validate());
    }

    [Fact]
    public void A_lease_that_is_too_old_is_taken_back_and_told()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, timeout: TimeSpan.FromMilliseconds(1));
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        using FrameLease first = LeaseNext(writer, reader);
        using FrameLease second = LeaseNext(writer, reader);
        SlotClaim claim;
        while (writer.TryClaim(1, out claim) == ClaimStatus.KeptByReaders)
        {
            Assert.Equal(ReadStatus.Ok, first.Validate());
        }

        Assert.Equal(3ul, claim.Publish(Rings.Grey()));
        Assert.Equal(ReadStatus.Revoked, first.Validate());
        Assert.Equal(ReadStatus.Ok, second.Validate());
        Assert.Equal(1ul, writer.Statistics.Revoked);
        Assert.Equal(1ul, reader.Statistics.Revoked);
    }

    [Fact]
    public void A_lease_that_was_given_back_in_time_is_not_counted_as_taken_back()
    {
        string name = Rings.NewName();
        LettingGo hold = new();
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = 2,
            SlotSize = Rings.Bytes,
            HugePages = HugePagePolicy.Off,
            Hold = hold,
            Leases = true,
            LeaseTimeout = TimeSpan.FromMilliseconds(1),
        });
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        hold.Lease = LeaseNext(writer, reader);
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim held));
        held.Publish(Rings.Grey(), 1);
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));

        // The lease has had its time since the writer first wanted the slot.
        Thread.Sleep(10);

        // The writer has found the frame leased, and asks for the other slot meanwhile.
        hold.LetsGoWhenAsked = 2;
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim claim));
        claim.Dispose();
        Assert.Equal(0ul, writer.Statistics.Revoked);
        hold.IsOver = true;
    }

    [Fact]
    public void A_reader_has_four_leases_and_no_more()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 8);
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        List<FrameLease> leases = [];
        for (int count = 0; count < FrameRingReader.MaxLeases; count++)
        {
            leases.Add(LeaseNext(writer, reader));
        }

        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.TooManyLeases, reader.TryLease(view, out _));
        leases[1].Dispose();
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out FrameLease lease));
        Assert.Equal(5ul, lease.Sequence);
        Assert.Throws<InvalidOperationException>(() => leases[1].Sequence);
        lease.Dispose();
        leases.ForEach(old => old.Dispose());
    }

    [Fact]
    public void A_frame_that_is_overwritten_cannot_be_leased()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2);
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        Rings.Publish(writer);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Overwritten, reader.TryLease(view, out _));

        // The failed lease keeps nothing.
        for (int frame = 0; frame < 10; frame++)
        {
            Rings.Publish(writer);
        }
    }

    [Fact]
    public void Memory_of_a_lease_is_the_pixels_and_ends_with_it()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        FrameLease lease = LeaseNext(writer, reader);
        ReadOnlyMemory<byte> memory = lease.GetPlaneMemory(0);
        Assert.Equal(Rings.Bytes, memory.Length);
        Assert.False(memory.Span.ContainsAnyExcept((byte)1));
        Assert.True(memory.Span.Overlaps(lease.View.GetPlane(0)));
        using (System.Buffers.MemoryHandle pinned = memory[16..].Pin())
        {
            unsafe
            {
                Assert.Equal((nint)lease.View.DangerousGetPlanePointer(0) + 16, (nint)pinned.Pointer);
            }
        }

        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
    }

    [Fact]
    public void A_lease_outlives_its_reader_without_a_fault_and_keeps_nothing_then()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2);
        FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        FrameLease lease = LeaseNext(writer, reader);
        reader.Dispose();
        Assert.Equal(ReadStatus.Ok, lease.Validate());
        Rings.Publish(writer);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Revoked, lease.Validate());
        Assert.Equal(Rings.Bytes, lease.View.GetPlane(0).Length);
        lease.Dispose();
    }

    [Fact]
    public void A_successor_that_offers_none_leaves_nothing_of_the_dead_producers()
    {
        string name = Rings.NewName();
        using Peer first = new("publish", name, "4", "0", "leases");
        Assert.Equal("ready", first.ReadLine());
        first.Kill();
        first.WaitForExit();
        Rings.Create(name).Dispose();
        Assert.Equal(RemovalStatus.NoSuchRing, RingCatalog.Remove(name, force: false));
    }

    // Killed between the two: the directory is still its predecessor's, who offered none.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nor_does_one_leave_some_that_was_killed_before_its_directory_named_them(bool isSucceeded)
    {
        string name = Rings.NewName();
        using Peer first = new("publish", name, "4", "0");
        Assert.Equal("ready", first.ReadLine());
        first.Kill();
        first.WaitForExit();
        using (ChildProcess second = ChildProcess.StoppingPeer(nameof(Faults.FaultStep.StartLeasesMade), "publish", name, "4", "0", "leases"))
        {
            Assert.True(SpinWait.SpinUntil(second.TakeStopped, TimeSpan.FromSeconds(50)));
            second.Kill();
        }

        if (isSucceeded)
        {
            Rings.Create(name).Dispose();
        }

        Assert.Equal(isSucceeded ? RemovalStatus.NoSuchRing : RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
        Assert.Null(ReaderSemaphores.Find(name, Tmds.Linux.LibC.geteuid()));
    }

    // Who has died is not known any more. The time-outs do not need it.
    [Fact]
    public void A_writer_whose_ring_was_removed_under_it_goes_on_without_throwing_inside()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, timeout: TimeSpan.FromMilliseconds(200));
        using Peer dead = new("lease", name, "1");
        Rings.Publish(writer);
        Assert.Equal("leased 1", dead.ReadLine());
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.At(2), Leases = true });
        using FrameLease lease = LeaseNext(writer, reader);
        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: true));
        dead.Kill();
        dead.WaitForExit();
        int thrown = 0;
        int self = Environment.CurrentManagedThreadId;
        void Count(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) => thrown += Environment.CurrentManagedThreadId == self ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        try
        {
            int kept = 0;
            SlotClaim claim;
            while (writer.TryClaim(Rings.Bytes, out claim) == ClaimStatus.KeptByReaders)
            {
                kept++;
            }

            Assert.True(kept > 0);
            Assert.Equal(3ul, claim.Publish(Rings.Grey()));
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Count;
        }

        Assert.Equal((0, 1ul), (thrown, writer.Statistics.Revoked));
    }

    [Fact]
    public void An_endless_timeout_takes_no_lease_back()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, timeout: Timeout.InfiniteTimeSpan);
        using FrameRingReader reader = Rings.AttachWith(name, s_leasing);
        using FrameLease first = LeaseNext(writer, reader);
        using FrameLease second = LeaseNext(writer, reader);
        for (int attempt = 0; attempt < 100; attempt++)
        {
            Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));
        }

        Assert.Equal((ReadStatus.Ok, ReadStatus.Ok), (first.Validate(), second.Validate()));
    }

    [Fact]
    public void A_negative_timeout_is_refused()
    {
        FrameRingWriterOptions options = new() { Name = Rings.NewName(), SlotCount = 2, SlotSize = Rings.Bytes, Leases = true };
        TimeSpan negative = TimeSpan.FromSeconds(-1);
        foreach (FrameRingWriterOptions wrong in new[] { options with { LeaseTimeout = negative }, options with { ReaderTimeout = negative } })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => FrameRingWriter.Create(wrong));
        }
    }

    [Fact]
    public void A_killed_reader_keeps_nothing()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3);
        Rings.Publish(writer);
        using Peer holder = new("lease", name, "1");
        Assert.Equal("leased 1", holder.ReadLine());
        for (int frame = 0; frame < 10; frame++)
        {
            Rings.Publish(writer);
        }

        Assert.Equal(1ul, Assert.Single(Assert.Single(Holders(name)).Leased));
        holder.Kill();
        holder.WaitForExit();
        Assert.Empty(Holders(name));
        List<DetachedClaim> claims = [];
        while (writer.TryClaim(1, out SlotClaim claim) == ClaimStatus.Ok)
        {
            claims.Add(claim.Detach());
        }

        Assert.Equal(3, claims.Count);
        claims.ForEach(claim => writer.TryAbandon(claim));
    }

    [Fact]
    public void A_ring_without_leases_says_so()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        foreach (FrameRingReaderOptions options in new[] { s_leasing, new FrameRingReaderOptions { IsLossless = true } })
        {
            FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.AttachWith(name, options));
            Assert.Equal(FrameRingError.NotOffered, error.Error);
            Assert.Contains("with leases", error.Remedy);
        }
    }

    [Fact]
    public void A_live_ring_with_leases_promises_no_lossless_delivery()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.AttachWith(name, new FrameRingReaderOptions { IsLossless = true }));
        Assert.Equal(FrameRingError.NotOffered, error.Error);
        Assert.Contains("lossless delivery", error.Remedy);
    }

    [Fact]
    public void The_sixty_fifth_reader_is_refused_and_a_place_that_is_given_up_is_taken_again()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        List<FrameRingReader> readers = [];
        for (int count = 0; count < 64; count++)
        {
            readers.Add(Rings.AttachWith(name, s_leasing));
        }

        Assert.Equal(FrameRingError.LimitExceeded, Assert.Throws<FrameRingException>(() => Rings.AttachWith(name, s_leasing)).Error);
        readers[17].Dispose();
        readers[17] = Rings.AttachWith(name, s_leasing);
        readers.ForEach(reader => reader.Dispose());
    }

    private static IReadOnlyList<RingLeaseHolder> Holders(string name)
    {
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        return info!.Leases!.Holders;
    }

    private static FrameLease LeaseNext(FrameRingWriter writer, FrameRingReader reader)
    {
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out FrameLease lease));
        return lease;
    }

    // Does not give its own slot back, but the lease on the other one when it is asked for the n-th time.
    private sealed class LettingGo : ISlotHold
    {
        internal FrameLease Lease { get; set; }

        internal int LetsGoWhenAsked { get; set; }

        internal bool IsOver { get; set; }

        public bool TryRelease(nint token)
        {
            if (--LetsGoWhenAsked == 0)
            {
                Lease.Dispose();
            }

            return IsOver;
        }
    }
}
