using System.Globalization;
using System.Text.RegularExpressions;
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
        Rational rate = ParseRate(match);
        if (width is < 64 or > 16_384 || height is < 32 or > 16_384 || !rate.IsKnown || rate.ToDouble() > 100_000)
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

    // 29.97, 23.976 and 59.94 mean the rates of NTSC, which are a thousandth below a whole number, as everywhere in video.
    private static Rational ParseRate(Match match)
    {
        int whole = Number(match, "rate");
        if (!match.Groups["fraction"].Success)
        {
            return new Rational(whole, match.Groups["scale"].Success ? Number(match, "scale") : 1);
        }

        int thousandths = checked((whole * 1000) + int.Parse(match.Groups["fraction"].Value.PadRight(3, '0'), CultureInfo.InvariantCulture));
        double ntsc = (whole + 1) * 1000 / 1.001;
        return Math.Abs(thousandths - ntsc) < 5 ? new Rational((whole + 1) * 1000, 1001) : new Rational(thousandths, 1000);
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    [GeneratedRegex(@"^pattern:(?<width>\d+)x(?<height>\d+)@(?<rate>\d+)(/(?<scale>\d+)|\.(?<fraction>\d{1,3}))?(:(?<format>\w+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
