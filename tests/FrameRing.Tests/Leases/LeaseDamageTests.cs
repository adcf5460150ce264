using FrameRing.Layout;
using FrameRing.Lifecycle;
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
}
