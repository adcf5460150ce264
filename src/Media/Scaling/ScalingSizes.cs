using FrameRing.Media.Pictures;

namespace FrameRing.Media.Scaling;

/// <summary>
/// The sizes of the steps to a much smaller picture. libswscale splits a strong reduction in two by itself, and then the colours that
/// it was told reach only one half; steps that are small enough are never split.
/// </summary>
internal static class ScalingSizes
{
    // A filter has 4 or 2 taps for each source pixel of a target pixel, and libswscale splits above 170 and 255 of them.
    private const int MaxRatioFine = 32;
    private const int MaxRatioFast = 64;

    /// <summary>The size of the next picture on the way.</summary>
    /// <param name="from">The size there is.</param>
    /// <param name="to">The size wanted in the end.</param>
    /// <param name="quality">How it is scaled.</param>
    /// <returns><paramref name="to"/> if one step is enough.</returns>
    internal static PictureSize Next(PictureSize from, PictureSize to, ScalingQuality quality)
    {
        int most = quality == ScalingQuality.Fine ? MaxRatioFine : MaxRatioFast;
        bool isOneStep = from.Width <= (long)most * to.Width && from.Height <= (long)most * to.Height;
        return isOneStep ? to : new PictureSize(Next(from.Width, to.Width, most), Next(from.Height, to.Height, most));
    }

    // The last step halves at least, so that it costs no sharpness. A side that grows does so in the last step.
    private static int Next(int from, int to, int most) =>
        from <= to ? from
        : from <= (long)most * to ? to
        : Math.Max((from + most - 1) / most, 2 * to);
}
