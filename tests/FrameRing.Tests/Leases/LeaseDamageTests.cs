using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Leases;

/// <summary>What the fuzzer found: lease segments, and what leads to them, that are refused or damaged.</summary>
public unsafe class LeaseDamageTests
{
    private static readonly FrameRingReaderOptions s_lossless = new() { Start = StartPosition.Oldest, IsLossless = true };

    [Fact]
    public void A_reader_that_is_refused_holds_no_entry()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        Rings.Publish(writer);
        for (int i = 0; i < LeaseGeometry.EntryCount; i++)
        {
            FrameRingException refusal = Assert.Throws<FrameRingException>(() => FrameRingReader.TryAttach(name, s_lossless, TimeSpan.Zero, CancellationToken.None, out _));
            Assert.Equal(FrameRingError.NotOffered, refusal.Error);
        }

        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Leases = true });
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Single(info!.Leases!.Holders);
    }

    [Fact]
    public void A_ring_whose_readers_semaphores_are_of_another_number_can_be_looked_at()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        Rings.Publish(writer);
        using SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach();
        DirectoryEntry* entry = &((DirectoryPage*)page.DangerousPointer)->Entry;
        entry->ReaderSemaphoreId = entry->WriterSemaphoreId;
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Null(info!.Leases);
    }

    [Fact]
    public void A_reader_that_has_lost_its_entry_says_so_every_time()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, delivery: Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        using SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach();
        DirectoryEntry* entry = &((DirectoryPage*)page.DangerousPointer)->Entry;

        // As if another producer had taken the ring over, with a table that cannot be found.
        entry->WriterPid++;
        entry->LeaseSegmentId = DirectoryEntry.NoObject;
        entry->LeaseToken = SegmentToken.Create();
        for (int i = 0; i < 3; i++)
        {
            FrameRingException e = Assert.Throws<FrameRingException>(() => reader.WaitNext(TimeSpan.FromSeconds(1), CancellationToken.None, out _));
            Assert.Equal(FrameRingError.NotOffered, e.Error);
        }
    }

    [Fact]
    public void A_follower_that_finds_no_free_entry_says_so_until_there_is_one()
    {
        string name = Rings.NewName();
        FrameRingReaderOptions leasing = new() { Start = StartPosition.Oldest, Leases = true };
        using FrameRingWriter first = Rings.CreateWithLeases(name);
        using FrameRingReader reader = Rings.AttachWith(name, leasing);
        Rings.Publish(first);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        first.Dispose();
        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
        using FrameRingWriter second = Rings.CreateWithLeases(name);
        Rings.Publish(second);
        List<FrameRingReader> others = [.. Enumerable.Range(0, LeaseGeometry.EntryCount).Select(_ => Rings.AttachWith(name, leasing))];
        for (int i = 0; i < 3; i++)
        {
            FrameRingException refusal = Assert.Throws<FrameRingException>(() => Rings.Next(reader, out _));
            Assert.Equal(FrameRingError.LimitExceeded, refusal.Error);
            Assert.Contains("The view is over", Assert.Throws<InvalidOperationException>(() => reader.TryLease(default, out _)).Message);
        }

        others[0].Dispose();
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out view));
        Assert.Equal(1ul, view.Sequence);
        Assert.Equal(ReadStatus.Ok, reader.TryLease(view, out FrameLease lease));
        lease.Dispose();
        Assert.Equal(1ul, reader.Statistics.WriterChanges);
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public void A_follower_to_whom_the_table_is_gone_again_looks_again()
    {
        string name = Rings.NewName();
        FrameRingReaderOptions leasing = new() { Start = StartPosition.Oldest, Leases = true };
        FrameRingWriter first = Rings.CreateWithLeases(name);
        using FrameRingReader reader = Rings.AttachWith(name, leasing);
        first.Dispose();
        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
        using FrameRingWriter second = Rings.CreateWithLeases(name);
        Rings.Publish(second);
        using SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach();
        DirectoryEntry* entry = &((DirectoryPage*)page.DangerousPointer)->Entry;
        SegmentToken token = entry->LeaseToken;

        // As if its producer had died after the reader has read the entry: only the frames are still there.
        entry->LeaseToken = SegmentToken.Create();
        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
        entry->LeaseToken = token;
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
        Assert.Equal(1ul, sequence);
    }

    [Fact]
    public void A_reader_without_loss_is_refused_by_a_live_successor_until_one_waits_for_it()
    {
        string name = Rings.NewName();
        FrameRingWriter first = Rings.CreateWithLeases(name, delivery: Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        first.Dispose();
        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
        using (FrameRingWriter live = Rings.CreateWithLeases(name))
        {
            Rings.Publish(live);
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(FrameRingError.NotOffered, Assert.Throws<FrameRingException>(() => Rings.Next(reader, out _)).Error);
            }
        }

        using FrameRingWriter lossless = Rings.CreateWithLeases(name, delivery: Delivery.Lossless);
        Rings.Publish(lossless);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(1, lossless.LosslessReaders);
    }
}
