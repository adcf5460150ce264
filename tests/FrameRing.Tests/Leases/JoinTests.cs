using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Leases;

public class JoinTests
{
    private static readonly FrameRingReaderOptions s_lossless = new() { Start = StartPosition.Oldest, IsLossless = true };

    [Fact]
    public void A_reader_joins_a_ring_in_which_every_slot_is_being_filled()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim first));
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim second));

        // No frame is there, the newest neither. A writer that is stopped now may never change that.
        FrameRingReader? joined = null;
        Thread attaching = new(() => joined = Rings.AttachWith(name, s_lossless));
        attaching.Start();
        bool hasJoined = attaching.Join(TimeSpan.FromSeconds(20));
        first.Abandon();
        second.Abandon();
        Rings.Publish(writer);
        attaching.Join();
        using FrameRingReader reader = joined!;
        Assert.True(hasJoined, "The reader hung until the writer published again.");
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
        Assert.Equal(3ul, sequence);
    }
}
