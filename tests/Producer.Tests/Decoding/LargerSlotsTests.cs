using FrameRing.Producer.Decoding;
using FrameRing.Writing;

namespace FrameRing.Producer.Tests.Decoding;

/// <summary>Frames that outgrow their slots, and for some of which no memory is there.</summary>
public sealed class LargerSlotsTests : IDisposable
{
    private const long Small = 4096;
    private const long Fitting = 2 * Small;

    // The largest slot that the layout can tell: 512 of them are more than any machine has.
    private const long TooLarge = 1L << 34;

    private readonly FrameRingWriter _writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = Tool.NewRing(), SlotCount = 512, SlotSize = Small });

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void A_size_that_does_not_fit_does_not_keep_a_smaller_one_from_being_tried()
    {
        LargerSlots larger = new(TimeSpan.Zero);
        Assert.False(larger.TryMake(_writer, TooLarge));
        Assert.NotNull(larger.TakeRemark());
        Assert.True(larger.TryMake(_writer, Fitting));
        Assert.Null(larger.Failure);
        Assert.Contains("could be made", larger.TakeRemark());
    }

    [Fact]
    public void What_is_wanted_after_a_failure_was_forgotten_is_tried_at_once()
    {
        LargerSlots larger = new(TimeSpan.FromDays(1));
        Assert.False(larger.TryMake(_writer, TooLarge));
        Assert.False(larger.TryMake(_writer, Fitting));
        larger.Forget();
        Assert.True(larger.TryMake(_writer, Fitting));
    }
}
