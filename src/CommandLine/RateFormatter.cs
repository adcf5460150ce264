using System.Globalization;

namespace FrameRing.CommandLine;

/// <summary>Frames per second for people.</summary>
public static class RateFormatter
{
    /// <summary>Like <c>59.9 frames/s</c>; a dash where no time has passed.</summary>
    /// <param name="frames">How many frames.</param>
    /// <param name="elapsed">In what time.</param>
    /// <returns>The text.</returns>
    public static string Format(long frames, TimeSpan elapsed) => elapsed > TimeSpan.Zero
        ? string.Create(CultureInfo.InvariantCulture, $"{frames / elapsed.TotalSeconds:0.0} frames/s")
        : "- frames/s";
}
