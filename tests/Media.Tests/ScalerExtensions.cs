using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;
using FrameRing.Reading;

namespace FrameRing.Media.Tests;

internal static class ScalerExtensions
{
    /// <summary>For frames that nobody overwrites.</summary>
    internal static void Scale(this FrameScaler scaler, scoped in FrameView view, Picture picture)
    {
        scaler.Read(view, picture);
        scaler.Finish(picture);
    }
}
