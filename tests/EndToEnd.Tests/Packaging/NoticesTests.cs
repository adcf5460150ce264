using System.Text.Json;

namespace FrameRing.EndToEnd.Tests.Packaging;

/// <summary>What the published tools bring along is named with its licence, and the licences go with them.</summary>
public sealed class NoticesTests
{
    private static readonly string s_notices = File.ReadAllText(Tool.PathOf("THIRD-PARTY-NOTICES.md"));

    [Theory]
    [InlineData("producer")]
    [InlineData("consumer")]
    [InlineData("ringctl")]
    public void Every_package_in_a_published_folder_is_named_with_its_licence(string tool)
    {
        string folder = Path.GetDirectoryName(File.ResolveLinkTarget(Tool.Locate(tool), returnFinalTarget: true)!.FullName)!;
        Assert.Equal(s_notices, File.ReadAllText(Path.Combine(folder, "THIRD-PARTY-NOTICES.md")));
        Assert.True(File.Exists(Path.Combine(folder, "LICENSE")));
        string[] packages = Packages(Path.Combine(folder, tool + ".deps.json"));
        Assert.Contains("Tmds.LibC", packages);
        Assert.All(packages, package => Assert.True(IsNamed(package), package));
    }

    [Fact]
    public void The_notice_of_what_is_inside_Skia_is_beside_it()
    {
        string folder = Path.GetDirectoryName(File.ResolveLinkTarget(Tool.Locate("consumer"), returnFinalTarget: true)!.FullName)!;
        Assert.True(File.Exists(Path.Combine(folder, "libSkiaSharp.so")));
        string notice = File.ReadAllText(Path.Combine(folder, "SkiaSharp-THIRD-PARTY-NOTICES.txt"));
        Assert.All(["# skia", "# libpng", "# libjpeg-turbo", "# libwebp", "# freetype", "# HarfBuzz"], part => Assert.Contains(part, notice));
    }

    [Fact]
    public void The_fonts_licence_is_in_it_word_for_word()
    {
        string font = File.ReadAllText(Tool.PathOf("src", "Consumer", "Pictures", "Fonts", "LICENSE.txt"));
        Assert.Contains(Words(font[font.IndexOf("Copyright (c) 2003", StringComparison.Ordinal)..]), Words(s_notices));
    }

    [Fact]
    public void A_package_that_is_missing_is_noticed() => Assert.False(IsNamed("Some.Other.Package"));

    // A row of the table: the name first, then a licence.
    private static bool IsNamed(string package) => s_notices.Split('\n')
        .Any(line => line.Split('|') is [_, var name, var licence, ..] && name.Trim() == package && licence.Trim().Length > 0);

    private static string[] Packages(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));

        // Only those of which files are published; the others are there for other systems or for the build.
        HashSet<string> published = [.. json.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(library => library.Value.EnumerateObject().Any(property => property.Name is "runtime" or "native" or "runtimeTargets"))
            .Select(library => library.Name)];
        return [.. json.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package" && published.Contains(library.Name))
            .Select(library => library.Name.Split('/')[0])];
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
