using System.CommandLine;
using FrameRing.CommandLine;

namespace FrameRing.Producer.Tests.CommandLine;

/// <summary>The sentence for a value that an option does not take, whatever words are in the value.</summary>
public class RefusedOptionTests
{
    [Theory]
    [InlineData("--slots", "Use a whole number, 2 to ")]
    [InlineData("--pace", "Use one of native, max.")]
    [InlineData("--linger", "Use ")]
    public void A_value_with_the_parsers_words_gets_the_whole_sentence(string option, string remedy)
    {
        const string Words = "as expected type";
        RootCommand root = ProducerCommand.Create();
        OptionChecks.Install(root);
        string sentence = root.Parse(["pattern:64x32@30", option, Words]).Errors[0].Message;
        Assert.StartsWith($"'{Words}' is no ", sentence);
        Assert.Contains(remedy, sentence);
    }
}
