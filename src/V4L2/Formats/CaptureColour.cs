using FrameRing.Formats;

namespace FrameRing.V4L2.Formats;

/// <summary>What a device's code values mean, in the numbers of ITU-T H.273 that rings use.</summary>
/// <param name="Primaries">Colour primaries.</param>
/// <param name="Transfer">Transfer characteristics.</param>
/// <param name="Matrix">Matrix coefficients.</param>
/// <param name="Range">Code range.</param>
public readonly record struct CaptureColour(ColourPrimaries Primaries, ColourTransfer Transfer, ColourMatrix Matrix, ColourRange Range);
