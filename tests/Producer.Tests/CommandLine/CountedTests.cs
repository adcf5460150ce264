using FrameRing.CommandLine;

namespace FrameRing.Producer.Tests.CommandLine;

/// <summary>Numbers and their words.</summary>
public class CountedTests
{
    [Theory]
    [InlineData(0, "0 readers")]
    [InlineData(1, "1 reader")]
    [InlineData(2, "2 readers")]
    public void One_is_one_and_all_else_is_more(int count, string text)
    {
        Assert.Equal(text, Counted.Of(count, "reader"));
        Assert.Equal(text, Counted.Of((ulong)count, "reader"));
    }

    [Fact]
    public void A_word_may_have_a_form_of_its_own()
    {
        Assert.Equal("1 copy", Counted.Of(1, "copy", "copies"));
        Assert.Equal("2 copies", Counted.Of(2, "copy", "copies"));
    }
}
