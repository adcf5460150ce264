using System.Globalization;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>Numbers as C prints them.</summary>
internal static class ListingNumber
{
    private const double Halves = 2000;

    /// <summary>As <c>%.3f</c>: a tie goes to the even digit, where .NET goes away from zero (0.0625 is 0.062).</summary>
    internal static string ToFixed(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "-nan" : value > 0 ? "inf" : "-inf";
        }

        double halves = value * Halves;
        bool isTie = Math.Abs(halves % 2) == 1 && Math.FusedMultiplyAdd(value, Halves, -halves) == 0;
        return (isTie ? Math.Round(halves / 2, MidpointRounding.ToEven) / 1000 : value).ToString("F3", CultureInfo.InvariantCulture);
    }
}
