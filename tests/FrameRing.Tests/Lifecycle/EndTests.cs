using FrameRing.Inspection;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

public class EndTests
{
    [Fact]
    public void An_ended_ring_can_still_be_attached_until_its_writer_is_disposed()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        Rings.Publish(writer);
        writer.End();
        writer.End();
        Assert.Equal(ClaimStatus.Ended, writer.TryClaim(1, out _));
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Equal(RingState.Ended, info!.State);
        using (FrameRingReader late = Rings.Attach(name))
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(late, out ulong sequence));
            Assert.Equal(1ul, sequence);
            Assert.Equal(ReadStatus.Ended, Rings.Next(late, out _));
        }

        writer.Dispose();
        Assert.False(RingCatalog.TryGet(name, out _));
    }
}
