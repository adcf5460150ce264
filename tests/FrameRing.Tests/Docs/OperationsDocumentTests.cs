using FrameRing.Testing;

namespace FrameRing.Tests.Docs;

/// <summary>The messages in the table of docs/operations.md are the ones that the programs have.</summary>
public sealed class OperationsDocumentTests
{
    [Fact]
    public void Every_message_is_in_the_source() => Assert.Empty(Unknown(Messages()));

    [Fact]
    public void An_invented_message_is_noticed() => Assert.Equal(["the ring is out of order"], Unknown(["the ring is out of order"]));

    // A message is cut where the table has dots for a value; every piece must be in the source as it stands.
    private static IEnumerable<string> Unknown(IEnumerable<string> messages)
    {
        string source = string.Concat(Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        return messages.Where(message => message.Split("...").Select(piece => piece.Trim(' ', '.', ':')).Any(piece => !source.Contains(piece, StringComparison.Ordinal)));
    }

    private static string[] Messages()
    {
        string text = File.ReadAllText(Repository.PathOf("docs", "operations.md"));
        string[] rows = [.. text[text.IndexOf("| message |", StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|'))];
        Assert.True(rows.Length > 15);
        return [.. rows.SelectMany(row => row.Split('|')[1].Split(" / ")).Select(message => message.Split(" (exit code")[0])];
    }
}
