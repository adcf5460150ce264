using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using FrameRing.Formats;

namespace FrameRing.CommandLine;

/// <summary>Frame rates as people type them.</summary>
public static partial class FrameRateParser
{
    private const double MaxRate = 100_000;

    /// <summary>
    /// Reads <c>30</c>, <c>30000/1001</c> or <c>29.97</c>. 29.97, 23.976 and 59.94 mean the rates of NTSC, which are a thousandth below a
    /// whole number, as everywhere in video.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="rate">Frames per second.</param>
    /// <returns>False if it is no rate above 0 and up to 100,000.</returns>
    public static bool TryParse(string text, out Rational rate)
    {
        Match match = Expression().Match(text);
        rate = match.Success ? Read(match) : Rational.Unknown;
        return rate.IsKnown && rate.ToDouble() <= MaxRate;
    }

    /// <summary>Reads the value of an option, or adds an error with how it is written.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="option">The option's name.</param>
    /// <returns>The rate; null if there is an error.</returns>
    public static Rational? Parse(ArgumentResult result, string option)
    {
        ArgumentNullException.ThrowIfNull(result);
        string text = OptionLimits.TextOf(result);
        if (TryParse(text, out Rational rate))
        {
            return rate;
        }

        result.AddError($"'{text}' is no value for {option}. Write it like 30, 29.97 or 30000/1001.");
        return null;
    }

    private static Rational Read(Match match)
    {
        int whole = Number(match.Groups["whole"].Value);
        if (!match.Groups["fraction"].Success)
        {
            return new Rational(whole, match.Groups["scale"].Success ? Number(match.Groups["scale"].Value) : 1);
        }

        // Anything larger is no rate, and would not fit.
        if (whole > MaxRate)
        {
            return Rational.Unknown;
        }

        int thousandths = (whole * 1000) + Number(match.Groups["fraction"].Value.PadRight(3, '0'));
        double ntsc = (whole + 1) * 1000 / 1.001;
        return Math.Abs(thousandths - ntsc) < 5 ? new Rational((whole + 1) * 1000, 1001) : new Rational(thousandths, 1000);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    [GeneratedRegex(@"^(?<whole>\d+)(/(?<scale>\d+)|\.(?<fraction>\d{1,3}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
