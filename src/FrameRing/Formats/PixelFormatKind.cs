namespace FrameRing.Formats;

/// <summary>What the components of a pixel format are.</summary>
public enum PixelFormatKind
{
    /// <summary>Luma and two chroma components.</summary>
    Yuv,

    /// <summary>Red, green and blue, with or without alpha.</summary>
    Rgb,

    /// <summary>Luma alone.</summary>
    Grey,

    /// <summary>Indices into a palette of 256 entries of 32 bits, which is the second plane.</summary>
    Palette,

    /// <summary>A colour filter mosaic as an image sensor gives it.</summary>
    Bayer,
}
