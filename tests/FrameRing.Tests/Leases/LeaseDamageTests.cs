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
}
