using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;

namespace FrameRing.Media.Tests;

public class TargetSizeTests
{
    [Theory]
    [InlineData("0", 1920, 1080, "1920x1080")]
    [InlineData("320", 1920, 1080, "320x180")]
    [InlineData("320", 1080, 1920, "320x569")]
    [InlineData("x180", 1920, 1080, "320x180")]
    [InlineData("320x320", 1920, 1080, "320x180")]
    [InlineData("320x320", 1080, 1920, "180x320")]
    [InlineData("320x", 1920, 1080, "320x180")]
    [InlineData("4000", 1920, 1080, "4000x2250")]
    [InlineData("4000>", 1920, 1080, "1920x1080")]
    [InlineData("100x100>", 50, 20, "50x20")]
    [InlineData("100x100>", 200, 20, "100x10")]
    [InlineData("10x90!", 1920, 1080, "10x90")]
    [InlineData("10", 10000, 3, "10x1")]
    public void A_picture_gets_the_size_asked_for(string text, int width, int height, string expected)
    {
        Assert.True(TargetSize.TryParse(text, out TargetSize? size));
        Assert.Equal(expected, size.Fit(new PictureSize(width, height)).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(">")]
    [InlineData("0x0")]
    [InlineData("-5")]
    [InlineData("12.5")]
    [InlineData("1x2x3")]
    [InlineData("320!")]
    [InlineData("320<")]
    [InlineData("70000")]
    [InlineData("99999999999")]
    public void What_is_no_size_is_refused(string? text) => Assert.False(TargetSize.TryParse(text, out _));
}
