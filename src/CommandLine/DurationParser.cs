using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FrameRing.CommandLine;

/// <summary>Durations as ffmpeg takes them: <c>90</c>, <c>1.5</c>, <c>10s</c>, <c>500ms</c>, <c>200us</c>, <c>02:03</c>, <c>1:02:03.5</c>.</summary>
public static class DurationParser
{
    /// <summary>What is taken, for people.</summary>
    public const string Syntax = "seconds, 1:30 or 500ms, at most 100 years";

    // In nanoseconds, and added to any clock's time, it still fits into 63 bits.
    private const double MostSeconds = 100 * 365.25 * 86_400;

    private const NumberStyles Style = NumberStyles.AllowDecimalPoint;

    /// <summary>Reads a duration that is not negative and no more than 100 years.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>False if the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        double seconds;
        if (text.Contains(':'))
        {
            string[] parts = text.Split(':');
            seconds = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                bool isLast = i == parts.Length - 1;
                if (parts.Length > 3 || !double.TryParse(parts[i], isLast ? Style : NumberStyles.None, CultureInfo.InvariantCulture, out double part) || (i > 0 && part >= 60))
                {
                    return false;
                }

                seconds = (seconds * 60) + part;
            }
        }
        else
        {
            (string number, double factor) = text switch
            {
                _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1e-3),
                _ when text.EndsWith("us", StringComparison.Ordinal) => (text[..^2], 1e-6),
                _ when text.EndsWith('s') => (text[..^1], 1.0),
                _ => (text, 1.0),
            };
            if (!double.TryParse(number, Style, CultureInfo.InvariantCulture, out seconds))
            {
                return false;
            }

            seconds *= factor;
        }

        // Also what double.Parse takes for a number and is none.
        if (!(seconds >= 0 && seconds <= MostSeconds))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
