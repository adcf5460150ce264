using FrameRing.Inspection;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

public class CatalogTests
{
    [Fact]
    public void A_live_ring_is_listed_with_what_it_holds()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 4);
        using FrameRingReader reader = Rings.Attach(name);
        for (int i = 0; i < 6; i++)
        {
            Rings.Publish(writer);
        }

        RingInfo info = Assert.Single(RingCatalog.List(), ring => ring.Name == name);
        Assert.Equal(RingState.Live, info.State);
        Assert.Equal(Environment.ProcessId, info.WriterPid);
        Assert.Equal(1ul, info.Generation);
        Assert.NotNull(info.Segment);
        Assert.Equal(4, info.Segment.SlotCount);
        Assert.Equal(1, info.Segment.Readers);
        Assert.Equal(6ul, info.Segment.Head);
        Assert.Equal(3ul, info.Segment.OldestSequence);
        Assert.Equal(6ul, info.Segment.Statistics.Direct);
        Assert.Equal(6ul, info.Segment.NewestFrame!.Value.Sequence);
    }

    [Fact]
    public void A_live_ring_is_not_removed_and_a_dead_one_is()
    {
        string name = Rings.NewName();
        using Peer producer = new("publish", name, "4", "0");
        Assert.Equal("ready", producer.ReadLine());
        Assert.Equal(RemovalStatus.WriterActive, RingCatalog.Remove(name, force: false));
        producer.Kill();
        producer.WaitForExit();
        Assert.True(RingCatalog.TryGet(name, out RingInfo? dead));
        Assert.Equal(RingState.Dead, dead!.State);
        Assert.Null(dead.Segment);
        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
        Assert.Equal(RemovalStatus.NoSuchRing, RingCatalog.Remove(name, force: false));
    }
}
