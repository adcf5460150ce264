using System.Globalization;

namespace FrameRing.CommandLine;

/// <summary>Bytes for people.</summary>
public static class SizeFormatter
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Like <c>63.3 MiB</c>; whole numbers below 1 KiB.</summary>
    /// <param name="bytes">The number.</param>
    /// <returns>The text.</returns>
    public static string Format(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 || value == Math.Floor(value) ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }
}
