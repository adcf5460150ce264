using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Media.Colour;

/// <summary>
/// What colours mean when a frame does not say, or says what has no meaning: as mpv and most players take it, BT.709 for pictures of HD
/// size and BT.601 below, BT.2020 where the primaries or the transfer are those of BT.2020 and BT.2100; limited range for YUV and full range
/// for everything else.
/// </summary>
public static class UntaggedColour
{
    private const int HdWidth = 1280;
    private const int SdMaxHeight = 576;

    /// <summary>The frame's matrix, or the usual one for its primaries and its size.</summary>
    /// <param name="metadata">What the frame says.</param>
    /// <returns>One that can be computed with, never <see cref="ColourMatrix.Unspecified"/>.</returns>
    public static ColourMatrix MatrixOf(in FrameMetadata metadata) => metadata.Matrix switch
    {
        ColourMatrix.Rgb or ColourMatrix.Bt709 or (>= ColourMatrix.Fcc and <= ColourMatrix.Bt2020Constant) => metadata.Matrix,
        ColourMatrix.ChromaticityNonConstant or ColourMatrix.ChromaticityConstant => OfPrimaries(metadata),
        _ => IsWide(metadata) ? ColourMatrix.Bt2020NonConstant : OfSize(metadata),
    };

    /// <summary>Whether code values span the whole range.</summary>
    /// <param name="metadata">What the frame says.</param>
    /// <param name="kind">What its components are.</param>
    /// <returns>True for full range.</returns>
    public static bool IsFullRange(in FrameMetadata metadata, PixelFormatKind kind) =>
        metadata.Range == ColourRange.Full || (metadata.Range == ColourRange.Unspecified && kind != PixelFormatKind.Yuv);

    // Matrix codes 12 and 13 say no more than that the matrix belongs to the primaries.
    private static ColourMatrix OfPrimaries(in FrameMetadata metadata) => metadata.Primaries switch
    {
        ColourPrimaries.Bt709 => ColourMatrix.Bt709,
        ColourPrimaries.Bt470M => ColourMatrix.Fcc,
        ColourPrimaries.Bt470Bg or ColourPrimaries.Smpte170M => ColourMatrix.Smpte170M,
        ColourPrimaries.Smpte240M => ColourMatrix.Smpte240M,
        ColourPrimaries.Bt2020 => ColourMatrix.Bt2020NonConstant,
        _ => OfSize(metadata),
    };

    private static bool IsWide(in FrameMetadata metadata) =>
        metadata.Primaries == ColourPrimaries.Bt2020 || metadata.Transfer is ColourTransfer.Smpte2084 or ColourTransfer.HybridLogGamma;

    private static ColourMatrix OfSize(in FrameMetadata metadata) =>
        metadata.Crop.Width >= HdWidth || metadata.Crop.Height > SdMaxHeight ? ColourMatrix.Bt709 : ColourMatrix.Smpte170M;
}
