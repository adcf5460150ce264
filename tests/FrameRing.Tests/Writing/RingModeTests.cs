using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Writing;

public class RingModeTests
{
    [Fact]
    public void Of_all_modes_those_are_allowed_that_let_the_owner_write_and_others_read_at_most()
    {
        int[] allowed = [.. Enumerable.Range(-1, 1026).Where(mode => RingMode.WhyNot((UnixFileMode)mode) is null)];
        Assert.Equal([0b110_000_000, 0b110_000_100, 0b110_100_000, 0b110_100_100], allowed);
    }

    [Theory]
    [InlineData(0b110_110_110, "0666", "everybody write frames")]
    [InlineData(0b110_110_000, "0660", "the group write frames")]
    [InlineData(0b110_100_110, "0646", "everybody write frames")]
    [InlineData(0b111_000_000, "0700", "execute")]
    [InlineData(0b110_101_101, "0655", "execute")]
    [InlineData(0b100_100_100, "0444", "the owner read and write")]
    [InlineData(0b1_110_100_000, "01640", "more than nine bits")]
    public void The_others_are_refused_with_the_reason_and_nothing_is_made(int mode, string octal, string reason)
    {
        FrameRingWriterOptions options = new() { Name = Rings.NewName(), SlotCount = 4, SlotSize = Rings.Bytes, Mode = (UnixFileMode)mode };
        FrameRingException error = Assert.Throws<FrameRingException>(() => FrameRingWriter.Create(options));
        Assert.Equal(FrameRingError.InvalidArgument, error.Error);
        Assert.Contains(octal, error.Message);
        Assert.Contains(reason, error.Message);
        Assert.Contains("0640", error.Remedy);
    }
}
