using FrameRing.Consumer.Thumbnails;

namespace FrameRing.Consumer.Tests.Options;

public class ColourTextTests
{
    [Theory]
    [InlineData("white", 0xFFFFFFFF)]
    [InlineData("Black", 0xFF000000)]
    [InlineData("lime", 0xFF00FF00)]
    [InlineData("rebeccapurple", 0xFF663399)]
    [InlineData("#102030", 0xFF102030)]
    [InlineData("0xa0B0c0", 0xFFA0B0C0)]
    [InlineData("facade", 0xFFFACADE)]
    public void Colours_are_names_or_six_digits(string text, uint expected)
    {
        Assert.True(ColourText.TryParse(text, out uint colour));
        Assert.Equal(expected, colour);
    }

    [Theory]
    [InlineData("")]
    [InlineData("transparent")]
    [InlineData("ActiveBorder")]
    [InlineData("#FFF")]
    [InlineData("#FFFFFFFF")]
    [InlineData("lime@0.5")]
    [InlineData(" white")]
    [InlineData("1")]
    [InlineData("no colour")]
    public void What_is_no_colour_is_refused(string text) => Assert.False(ColourText.TryParse(text, out _));
}
