using FrameRing.CommandLine;

namespace FrameRing.Producer.Tests.CommandLine;

/// <summary>What a line on a terminal is cut to.</summary>
public class LiveLineTests
{
    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "12345")]
    [InlineData("\u001b\u001b", 5, @"\x1b\")]
    [InlineData("a\u001b", 5, @"a\x1b")]
    [InlineData("1234\U0001F3A5", 5, "1234")]
    [InlineData("123\U0001F3A5", 5, "123\U0001F3A5")]
    [InlineData("123\U0001F3A56", 5, "123\U0001F3A5")]
    public void What_is_shown_fits(string text, int room, string expected) => Assert.Equal(expected, LiveLine.Fit(text, room));
}
