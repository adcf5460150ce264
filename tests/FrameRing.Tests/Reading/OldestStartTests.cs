using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Reading;

/// <summary>Where a reader begins that wants the oldest frames: not in a slot that the writer takes next.</summary>
public class OldestStartTests
{
    [Theory]
    [InlineData(8, 2)]
    [InlineData(17, 4)]
    [InlineData(64, 4)]
    public void In_a_full_ring_it_survives_the_next_claims(int slots, int claims)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots);
        Publish(writer, 3 * slots);
        using FrameRingReader oldest = Rings.Attach(name, StartPosition.Oldest);
        using FrameRingReader passed = Rings.Attach(name, StartPosition.At(1));
        Assert.Equal(oldest.Next, passed.Next);

        // The producer goes on before the reader comes to its first frame.
        Publish(writer, claims);
        Assert.Equal(ReadStatus.Ok, Rings.Next(oldest, out ulong sequence));
        Assert.Equal((ulong)((2 * slots) + 1 + claims), sequence);
        Assert.Equal(0ul, oldest.Statistics.Lost);
    }

    [Fact]
    public void A_sequence_that_is_still_there_is_the_first_wherever_it_lies()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, 16);
        Publish(writer, 32);
        using FrameRingReader reader = Rings.Attach(name, StartPosition.At(17));
        Assert.Equal(17ul, reader.Next);
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(14, 1)]
    [InlineData(15, 3)]
    [InlineData(16, 5)]
    public void Empty_slots_are_taken_first_and_so_are_room_enough(int published, int expected)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, 16);
        Publish(writer, published);
        using FrameRingReader reader = Rings.Attach(name, StartPosition.Oldest);
        Assert.Equal((ulong)expected, reader.Next);
    }

    [Fact]
    public void After_the_end_nothing_is_taken_and_all_that_is_there_is_read()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, 16);
        Publish(writer, 20);
        writer.End();
        using FrameRingReader reader = Rings.Attach(name, StartPosition.Oldest);
        Assert.Equal(5ul, reader.Next);
    }

    [Fact]
    public void A_reader_without_loss_holds_the_oldest_itself()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, 16, Delivery.Lossless);
        Publish(writer, 20);
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = true });
        Assert.Equal(5ul, reader.Next);
    }

    private static void Publish(FrameRingWriter writer, int count)
    {
        for (int frame = 0; frame < count; frame++)
        {
            Rings.Publish(writer);
        }
    }
}
