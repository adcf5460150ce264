using FrameRing.Layout;
using FrameRing.Media.Pictures;

namespace FrameRing.Media.Scaling;

/// <summary>How large a frame is when it is shown: cropped, with square pixels, upright.</summary>
public static class DisplayShape
{
    /// <summary>The size on a screen with square pixels. The height of the lines is kept and the width follows the pixel aspect; a mirror changes no side.</summary>
    /// <param name="metadata">The frame.</param>
    /// <returns>The size after cropping, aspect and rotation.</returns>
    public static PictureSize Of(in FrameMetadata metadata)
    {
        double aspect = metadata.SampleAspectRatio.IsKnown ? metadata.SampleAspectRatio.ToDouble() : 1;
        int width = (int)Math.Clamp(Math.Round(metadata.Crop.Width * aspect), 1, FrameGeometry.MaxDimension);
        PictureSize lying = new(width, metadata.Crop.Height);
        return IsOnItsSide(metadata) ? lying.Turned : lying;
    }

    /// <summary>True if width and height change places when the frame is turned upright.</summary>
    /// <param name="metadata">The frame.</param>
    /// <returns>True for 90 and 270 degrees.</returns>
    public static bool IsOnItsSide(in FrameMetadata metadata) => metadata.Turn is 90 or 270;
}
