using System.Text.RegularExpressions;
using FrameRing.Testing;

namespace FrameRing.Tests.Docs;

/// <summary>The library's messages go to programs that are no tools of ours: they name no option and no command of those.</summary>
public sealed partial class LibraryTextTests
{
    [Fact]
    public void No_message_names_an_option_or_a_tool()
    {
        string root = Repository.PathOf("src", "FrameRing");
        string[] sources = [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(root, path).StartsWith("obj/", StringComparison.Ordinal))];
        Assert.NotEmpty(sources);
        Assert.Empty(sources.SelectMany(path => Found(File.ReadAllLines(path)).Select(text => $"{Path.GetFileName(path)}: {text}")));
    }

    [Theory]
    [InlineData("throw new FrameRingException(error, operation, cause, \"Choose another name with --ring.\");")]
    [InlineData("    \"Remove it with 'ringctl rm'.\",")]
    [InlineData("    \"'producer --list-devices' shows them.\",")]
    public void One_that_does_is_noticed(string line) => Assert.Single(Found([line]));

    [Fact]
    public void Comments_may() => Assert.Empty(Found(["    /// <summary>After <c>ringctl rm --force</c> or \"--x\".</summary>", "    // As with \"--ring\"."]));

    private static IEnumerable<string> Found(string[] lines) =>
        lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(line => ToolWord().Matches(line).Select(match => match.Value));

    [GeneratedRegex("\"[^\"]*(--[a-z]|ringctl)[^\"]*\"")]
    private static partial Regex ToolWord();
}
