using FrameRing.Testing;

namespace FrameRing.Tests.Sources;

/// <summary>No two folders of a project need each other, so that each can be read without knowing all the others.</summary>
public class FolderGraphTests
{
    [Theory]
    [InlineData("FrameRing")]
    [InlineData("V4L2")]
    [InlineData("Media")]
    [InlineData("CommandLine")]
    [InlineData("Producer")]
    [InlineData("Consumer")]
    [InlineData("RingCtl")]
    public void There_is_no_circle_between_folders(string project) =>
        Assert.Empty(FolderGraph.Read(Path.Combine(Repository.Root, "src", project)).FindCircle());

    [Theory]
    [InlineData("Upper", "Lower", true)]
    [InlineData("Upper", "Upper/Below", true)]
    [InlineData("Upper", "Upper", false)]
    public void A_planted_circle_is_found(string first, string second, bool isFound)
    {
        using TempFolder folder = new();
        Write(folder, first, "Top", "private readonly Bottom _bottom = new();");
        Write(folder, second, "Bottom", "internal static Top Find() => new();");
        Assert.Equal(isFound, FolderGraph.Read(folder.Path).FindCircle().Count > 0);
    }

    [Theory]
    [InlineData("// As Top does.\n")]
    [InlineData("private const string Word = \"Top\";")]
    [InlineData("private readonly int Top = 1;")]
    [InlineData("private int Find() => Other.Top + Top(1);")]
    public void A_word_that_is_no_type_is_none(string content)
    {
        using TempFolder folder = new();
        Write(folder, "Upper", "Top", "private readonly Bottom _bottom = new();");
        Write(folder, "Lower", "Bottom", content);
        Assert.Empty(FolderGraph.Read(folder.Path).FindCircle());
    }

    private static void Write(TempFolder folder, string place, string type, string content)
    {
        Directory.CreateDirectory(folder.File(place));
        File.WriteAllText(folder.File(Path.Combine(place, type + ".cs")), $"internal sealed class {type}\n{{\n    {content}\n}}\n");
    }
}
