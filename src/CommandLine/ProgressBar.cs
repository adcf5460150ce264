using System.Globalization;

namespace FrameRing.CommandLine;

/// <summary>How much of a known amount of work is done, in letters that every terminal and log has.</summary>
public static class ProgressBar
{
    private const int Cells = 20;

    /// <summary>Like <c>[=======>            ]  37 %</c>.</summary>
    /// <param name="part">0 to 1; what is outside counts as the nearer end.</param>
    /// <returns>The text; always of the same length.</returns>
    public static string Format(double part)
    {
        double done = double.IsNaN(part) ? 0 : Math.Clamp(part, 0, 1);
        int full = (int)(done * Cells);
        string head = full < Cells ? ">" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('=', full)}{head}{new string(' ', Cells - full - head.Length)}] {(int)(done * 100),3} %");
    }
}
