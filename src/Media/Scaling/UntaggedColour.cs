using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Media.Scaling;

/// <summary>
/// What colours mean when a frame does not say: as mpv and most players take it, BT.709 for pictures of HD size and BT.601 below;
/// limited range for YUV and full range for everything else.
/// </summary>
public static class UntaggedColour
{
    private const int HdWidth = 1280;
    private const int SdMaxHeight = 576;

    /// <summary>The frame's matrix, or the usual one for its size.</summary>
    /// <param name="metadata">What the frame says.</param>
    /// <returns>Never <see cref="ColourMatrix.Unspecified"/>.</returns>
    public static ColourMatrix MatrixOf(in FrameMetadata metadata) =>
        metadata.Matrix != ColourMatrix.Unspecified ? metadata.Matrix
        : metadata.Crop.Width >= HdWidth || metadata.Crop.Height > SdMaxHeight ? ColourMatrix.Bt709 : ColourMatrix.Smpte170M;

    /// <summary>Whether code values span the whole range.</summary>
    /// <param name="metadata">What the frame says.</param>
    /// <param name="kind">What its components are.</param>
    /// <returns>True for full range.</returns>
    public static bool IsFullRange(in FrameMetadata metadata, PixelFormatKind kind) =>
        metadata.Range == ColourRange.Full || (metadata.Range == ColourRange.Unspecified && kind != PixelFormatKind.Yuv);
}
