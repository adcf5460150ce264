using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Media.Colour;

/// <summary>What the colours of a frame need to become those of a picture for a usual screen.</summary>
/// <param name="Transfer">How its code values are light; of no meaning unless the colours are mapped.</param>
/// <param name="Primaries">Its primaries; likewise.</param>
/// <param name="MapsLight">Whether its colours are mapped, for its range or its gamut.</param>
/// <param name="IsYCgCo">Whether its matrix is YCgCo, which libswscale does not know.</param>
internal readonly record struct ColourTreatment(ColourTransfer Transfer, ColourPrimaries Primaries, bool MapsLight, bool IsYCgCo)
{
    /// <summary>Whether there is something to do that libswscale does not.</summary>
    internal bool IsNeeded => MapsLight || IsYCgCo;

    /// <summary>True for the two transfers of ITU-R BT.2100.</summary>
    internal static bool IsHighDynamicRange(ColourTransfer transfer) => transfer is ColourTransfer.Smpte2084 or ColourTransfer.HybridLogGamma;

    internal static ColourTreatment Of(in FrameMetadata metadata, PixelFormatKind kind, ToneMapping mapping)
    {
        bool isYCgCo = kind == PixelFormatKind.Yuv && UntaggedColour.MatrixOf(metadata) == ColourMatrix.YCgCo;
        bool isHigh = IsHighDynamicRange(metadata.Transfer);

        // High dynamic range is defined with the primaries of BT.2020, and cameras and muxers leave them out.
        ColourPrimaries primaries = isHigh && metadata.Primaries == ColourPrimaries.Unspecified ? ColourPrimaries.Bt2020 : metadata.Primaries;
        bool isWide = primaries is ColourPrimaries.Bt2020 or ColourPrimaries.Smpte431 or ColourPrimaries.Smpte432;
        return mapping == ToneMapping.Auto && (isHigh || isWide)
            ? new ColourTreatment(metadata.Transfer, primaries, true, isYCgCo)
            : new ColourTreatment(ColourTransfer.Unspecified, ColourPrimaries.Unspecified, false, isYCgCo);
    }
}
