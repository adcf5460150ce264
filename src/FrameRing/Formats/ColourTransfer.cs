namespace FrameRing.Formats;

/// <summary>Relation of code values to light; code points of ITU-T H.273 table 3, the same numbers as FFmpeg's.</summary>
public enum ColourTransfer : byte
{
    /// <summary>Reserved.</summary>
    Reserved0 = 0,

    /// <summary>ITU-R BT.709.</summary>
    Bt709 = 1,

    /// <summary>Not told.</summary>
    Unspecified = 2,

    /// <summary>Gamma 2.2, BT.470 System M.</summary>
    Gamma22 = 4,

    /// <summary>Gamma 2.8, BT.470 System B/G.</summary>
    Gamma28 = 5,

    /// <summary>BT.601, SMPTE 170M.</summary>
    Smpte170M = 6,

    /// <summary>SMPTE 240M.</summary>
    Smpte240M = 7,

    /// <summary>Linear.</summary>
    Linear = 8,

    /// <summary>Logarithmic, range 100:1.</summary>
    Log100 = 9,

    /// <summary>Logarithmic, range 316:1.</summary>
    Log316 = 10,

    /// <summary>IEC 61966-2-4, xvYCC.</summary>
    Iec61966Part24 = 11,

    /// <summary>BT.1361 extended gamut.</summary>
    Bt1361 = 12,

    /// <summary>IEC 61966-2-1: sRGB, sYCC.</summary>
    Srgb = 13,

    /// <summary>BT.2020, 10 bits.</summary>
    Bt2020TenBit = 14,

    /// <summary>BT.2020, 12 bits.</summary>
    Bt2020TwelveBit = 15,

    /// <summary>SMPTE ST 2084: PQ, used by HDR10.</summary>
    Smpte2084 = 16,

    /// <summary>SMPTE ST 428-1.</summary>
    Smpte428 = 17,

    /// <summary>ARIB STD-B67: hybrid log-gamma.</summary>
    HybridLogGamma = 18,
}
