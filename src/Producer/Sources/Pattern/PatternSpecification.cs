using System.Globalization;
using System.Text.RegularExpressions;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Formats;

namespace FrameRing.Producer.Sources.Pattern;

/// <summary>What <c>pattern:1920x1080@60:NV12</c> says.</summary>
internal sealed partial record PatternSpecification(int Width, int Height, Rational FrameRate, PixelFormat Format)
{
    internal const string Prefix = "pattern:";
    internal const string Syntax = "pattern:WIDTHxHEIGHT@RATE[:FORMAT], a moving test picture";

    internal static PatternSpecification Parse(string input)
    {
        Match match = Expression().Match(input);
        if (!match.Success)
        {
            throw new ToolException($"'{input}' is no pattern. Write it like pattern:1920x1080@60 or pattern:1280x720@30000/1001:NV12.", ExitCodes.Usage);
        }

        int width = Number(match, "width");
        int height = Number(match, "height");
        bool isRate = FrameRateParser.TryParse(match.Groups["rate"].Value, out Rational rate);
        if (width is < 64 or > 16_384 || height is < 32 or > 16_384 || !isRate)
        {
            throw new ToolException($"'{input}' is out of range: the size is 64x32 to 16384x16384, the rate above 0.", ExitCodes.Usage);
        }

        string name = match.Groups["format"].Success ? match.Groups["format"].Value : PixelFormats.Yu12.Name;
        if (!PixelFormats.TryParse(name, out PixelFormat? format) || !PatternPainter.CanPaint(format))
        {
            string known = string.Join(", ", PixelFormats.All.Where(PatternPainter.CanPaint).Select(f => f.FourCC.ToString()));
            throw new ToolException($"The pattern cannot be painted in '{name}'. Use one of {known}.", ExitCodes.Usage);
        }

        return new PatternSpecification(width, height, rate, format);
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    [GeneratedRegex(@"^pattern:(?<width>\d+)x(?<height>\d+)@(?<rate>\d+(/\d+|\.\d{1,3})?)(:(?<format>\w+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
