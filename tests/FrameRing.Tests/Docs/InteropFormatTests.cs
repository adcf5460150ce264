using System.Globalization;
using System.Text.RegularExpressions;
using FrameRing.Formats;
using FrameRing.Testing;

namespace FrameRing.Tests.Docs;

/// <summary>The tables of pixel formats in interop/ are the library's, every one and in the same order.</summary>
public sealed partial class InteropFormatTests
{
    [Theory]
    [InlineData("c", "framering.h")]
    [InlineData("python", "framering.py")]
    public void Every_format_has_the_same_planes(string folder, string file)
    {
        string text = File.ReadAllText(Repository.PathOf("interop", folder, file));
        Match[] rows = [.. Row().Matches(text).Cast<Match>()];
        Assert.Equal(PixelFormats.All.Select(format => format.FourCC), rows.Select(row => new FourCC(uint.Parse(row.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
        Assert.Equal(PixelFormats.All.Select(LayoutDocumentTests.Sizes), rows.Select(row => PlaneText.Sizes(row.Groups[2].Value)));
    }

    [GeneratedRegex("""0x([0-9a-f]{8})[,:] "([0-9: ]+)",?""")]
    private static partial Regex Row();
}
