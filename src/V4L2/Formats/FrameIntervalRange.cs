using FrameRing.Formats;

namespace FrameRing.V4L2.Formats;

/// <summary>Times between frames that a device offers for a size, in seconds: from, to, in steps.</summary>
/// <param name="Min">Shortest, for the highest rate.</param>
/// <param name="Max">Longest.</param>
/// <param name="Step">Intervals in between lie that far apart.</param>
/// <param name="IsContinuous">Whether every interval in between is there.</param>
public sealed record FrameIntervalRange(Rational Min, Rational Max, Rational Step, bool IsContinuous)
{
    /// <summary>Whether the driver lists single intervals, not a range; a range may have one interval, too.</summary>
    public bool IsListed { get; init; }

    /// <summary>Whether it is one interval.</summary>
    public bool IsSingle => Min == Max;

    /// <summary>One interval.</summary>
    /// <param name="interval">Seconds.</param>
    /// <returns>The range of that interval alone.</returns>
    public static FrameIntervalRange Single(Rational interval) => new(interval, interval, new Rational(1, 1), false) { IsListed = true };

    /// <summary>Whether a rate is in it, to a thousandth: 29.97 is 30000/1001.</summary>
    /// <param name="framesPerSecond">The rate.</param>
    /// <returns>True if it is.</returns>
    public bool Contains(double framesPerSecond)
    {
        double interval = 1 / framesPerSecond;
        return interval >= Min.ToDouble() * 0.999 && interval <= Max.ToDouble() * 1.001;
    }
}
