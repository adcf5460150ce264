using System.Runtime.InteropServices;

namespace FrameRing.Formats;

/// <summary>A fraction of two 32-bit numbers: time bases (seconds per tick), frame rates (frames per second), pixel aspect ratios.</summary>
/// <param name="Numerator">Upper number.</param>
/// <param name="Denominator">Lower number; 0 or a numerator of 0 means "unknown".</param>
[StructLayout(LayoutKind.Sequential, Size = 8)]
public readonly record struct Rational(int Numerator, int Denominator)
{
    /// <summary>The value "not known": 0/1.</summary>
    public static Rational Unknown => new(0, 1);

    /// <summary>True if both numbers are positive.</summary>
    public bool IsKnown => Numerator > 0 && Denominator > 0;

    /// <summary>The fraction as a floating point number; NaN if the denominator is 0.</summary>
    /// <returns>Numerator / denominator.</returns>
    public double ToDouble() => Denominator == 0 ? double.NaN : (double)Numerator / Denominator;

    /// <summary>The two numbers with a slash between, like <c>30000/1001</c>.</summary>
    public override string ToString() => $"{Numerator}/{Denominator}";
}
