namespace FrameRing.Formats;

/// <summary>Chromaticity of red, green, blue and white; code points of ITU-T H.273 table 2, the same numbers as FFmpeg's.</summary>
public enum ColourPrimaries : byte
{
    /// <summary>Reserved.</summary>
    Reserved0 = 0,

    /// <summary>ITU-R BT.709, sRGB.</summary>
    Bt709 = 1,

    /// <summary>Not told.</summary>
    Unspecified = 2,

    /// <summary>FCC 1953, BT.470 System M.</summary>
    Bt470M = 4,

    /// <summary>BT.601 625 lines, BT.470 System B/G.</summary>
    Bt470Bg = 5,

    /// <summary>BT.601 525 lines, SMPTE 170M.</summary>
    Smpte170M = 6,

    /// <summary>SMPTE 240M.</summary>
    Smpte240M = 7,

    /// <summary>Generic film with Illuminant C.</summary>
    Film = 8,

    /// <summary>BT.2020, BT.2100.</summary>
    Bt2020 = 9,

    /// <summary>SMPTE ST 428-1, CIE XYZ.</summary>
    Smpte428 = 10,

    /// <summary>SMPTE RP 431-2, DCI P3.</summary>
    Smpte431 = 11,

    /// <summary>SMPTE EG 432-1, Display P3.</summary>
    Smpte432 = 12,

    /// <summary>EBU Tech 3213-E.</summary>
    Ebu3213 = 22,
}
