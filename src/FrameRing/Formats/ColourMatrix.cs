namespace FrameRing.Formats;

/// <summary>How luma and chroma are made of red, green and blue; code points of ITU-T H.273 table 4, the same numbers as FFmpeg's.</summary>
public enum ColourMatrix : byte
{
    /// <summary>Red, green and blue themselves.</summary>
    Rgb = 0,

    /// <summary>ITU-R BT.709.</summary>
    Bt709 = 1,

    /// <summary>Not told.</summary>
    Unspecified = 2,

    /// <summary>FCC 1953.</summary>
    Fcc = 4,

    /// <summary>BT.601 625 lines.</summary>
    Bt470Bg = 5,

    /// <summary>BT.601 525 lines; the same numbers as BT.470 B/G.</summary>
    Smpte170M = 6,

    /// <summary>SMPTE 240M.</summary>
    Smpte240M = 7,

    /// <summary>YCgCo.</summary>
    YCgCo = 8,

    /// <summary>BT.2020, non-constant luminance.</summary>
    Bt2020NonConstant = 9,

    /// <summary>BT.2020, constant luminance.</summary>
    Bt2020Constant = 10,

    /// <summary>SMPTE ST 2085.</summary>
    Smpte2085 = 11,

    /// <summary>Derived from the primaries, non-constant luminance.</summary>
    ChromaticityNonConstant = 12,

    /// <summary>Derived from the primaries, constant luminance.</summary>
    ChromaticityConstant = 13,

    /// <summary>BT.2100 ICtCp.</summary>
    ICtCp = 14,
}
