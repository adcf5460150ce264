using System.Diagnostics.CodeAnalysis;

namespace FrameRing.Formats;

/// <summary>
/// The pixel formats that a ring can describe. A code is the one of V4L2 or DRM where either has one; else the tag that FFmpeg uses
/// for raw video of that format. Sources: <c>videodev2.h</c>, <c>drm_fourcc.h</c>, FFmpeg's <c>raw.c</c>.
/// </summary>
public static class PixelFormats
{
    private static readonly PlaneShape s_byte = new(0, 0, 1);
    private static readonly PlaneShape s_word = new(0, 0, 2);

    private static readonly PixelFormat[] s_all =
    [
        // Planar YUV, 8 bits.
        Planar("YU12", "yuv420p", "planar 4:2:0", 8, 1, 1),
        Planar("YU16", "yuv422p", "planar 4:2:2", 8, 1, 0),
        Planar("YU24", "yuv444p", "planar 4:4:4", 8, 0, 0),
        Planar("YU11", "yuv411p", "planar 4:1:1", 8, 2, 0),
        Planar("YUV9", "yuv410p", "planar 4:1:0", 8, 2, 2),
        Planar(Tag('4', '4', '0', 'P'), "yuv440p", "planar 4:4:0", 8, 0, 1),

        // Planar YUV, more bits in the low end of 16-bit little-endian words: DRM's S formats.
        Planar(Tag('Y', '3', (char)11, (char)9), "yuv420p9le", "planar 4:2:0, 9 bits", 9, 1, 1),
        Planar(Tag('Y', '3', (char)10, (char)9), "yuv422p9le", "planar 4:2:2, 9 bits", 9, 1, 0),
        Planar(Tag('Y', '3', (char)0, (char)9), "yuv444p9le", "planar 4:4:4, 9 bits", 9, 0, 0),
        Planar("S010", "yuv420p10le", "planar 4:2:0, 10 bits", 10, 1, 1),
        Planar("S210", "yuv422p10le", "planar 4:2:2, 10 bits", 10, 1, 0),
        Planar("S410", "yuv444p10le", "planar 4:4:4, 10 bits", 10, 0, 0),
        Planar("S012", "yuv420p12le", "planar 4:2:0, 12 bits", 12, 1, 1),
        Planar("S212", "yuv422p12le", "planar 4:2:2, 12 bits", 12, 1, 0),
        Planar("S412", "yuv444p12le", "planar 4:4:4, 12 bits", 12, 0, 0),
        Planar("S016", "yuv420p16le", "planar 4:2:0, 16 bits", 16, 1, 1),
        Planar("S216", "yuv422p16le", "planar 4:2:2, 16 bits", 16, 1, 0),
        Planar("S416", "yuv444p16le", "planar 4:4:4, 16 bits", 16, 0, 0),

        // Planar YUV with alpha.
        new(Tag('Y', '4', (char)11, (char)8), "yuva420p", "planar 4:2:0 with alpha", 8, PixelFormatKind.Yuv,
            s_byte, new(1, 1, 1), new(1, 1, 1), s_byte),
        new(Tag('Y', '4', (char)10, (char)8), "yuva422p", "planar 4:2:2 with alpha", 8, PixelFormatKind.Yuv,
            s_byte, new(1, 0, 1), new(1, 0, 1), s_byte),
        new(Tag('Y', '4', (char)0, (char)8), "yuva444p", "planar 4:4:4 with alpha", 8, PixelFormatKind.Yuv,
            s_byte, s_byte, s_byte, s_byte),
        new(Tag('Y', '4', (char)0, (char)10), "yuva444p10le", "planar 4:4:4 with alpha, 10 bits", 10, PixelFormatKind.Yuv,
            s_word, s_word, s_word, s_word),

        // Luma plane and one plane of interleaved chroma.
        SemiPlanar("NV12", "nv12", "semi-planar 4:2:0", 8, 1, 1),
        SemiPlanar("NV21", "nv21", "semi-planar 4:2:0, Cr first", 8, 1, 1),
        SemiPlanar("NV16", "nv16", "semi-planar 4:2:2", 8, 1, 0),
        SemiPlanar("NV24", "nv24", "semi-planar 4:4:4", 8, 0, 0),
        SemiPlanar("NV42", "nv42", "semi-planar 4:4:4, Cr first", 8, 0, 0),
        SemiPlanar("P010", "p010le", "semi-planar 4:2:0, 10 bits in the high end", 10, 1, 1),
        SemiPlanar("P016", "p016le", "semi-planar 4:2:0, 16 bits", 16, 1, 1),
        SemiPlanar("P210", "p210le", "semi-planar 4:2:2, 10 bits in the high end", 10, 1, 0),
        SemiPlanar(Tag('P', '4', '1', '0'), "p410le", "semi-planar 4:4:4, 10 bits in the high end", 10, 0, 0),

        // Packed YUV: two pixels in four bytes.
        Packed("YUYV", "yuyv422", "packed 4:2:2", 8, PixelFormatKind.Yuv, 1, 4),
        Packed("UYVY", "uyvy422", "packed 4:2:2, chroma first", 8, PixelFormatKind.Yuv, 1, 4),
        Packed("YVYU", "yvyu422", "packed 4:2:2, Cr first", 8, PixelFormatKind.Yuv, 1, 4),
        Packed("Y210", "y210le", "packed 4:2:2, 10 bits in the high end", 10, PixelFormatKind.Yuv, 1, 8),

        // Packed RGB; the names say the order of bytes in memory.
        Packed("RGB3", "rgb24", "packed RGB", 8, PixelFormatKind.Rgb, 0, 3),
        Packed("BGR3", "bgr24", "packed BGR", 8, PixelFormatKind.Rgb, 0, 3),
        Packed("AB24", "rgba", "packed RGBA", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("AR24", "bgra", "packed BGRA", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("RA24", "abgr", "packed ABGR", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("BA24", "argb", "packed ARGB", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("XB24", "rgb0", "packed RGB with a byte unused", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("XR24", "bgr0", "packed BGR with a byte unused", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("RX24", "0bgr", "packed BGR behind a byte unused", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("BX24", "0rgb", "packed RGB behind a byte unused", 8, PixelFormatKind.Rgb, 0, 4),
        Packed("RG16", "rgb565le", "packed RGB, 16 bits", 5, PixelFormatKind.Rgb, 0, 2),
        Packed("XR15", "rgb555le", "packed RGB, 15 bits", 5, PixelFormatKind.Rgb, 0, 2),
        Packed("XR30", "x2rgb10le", "packed RGB, 10 bits", 10, PixelFormatKind.Rgb, 0, 4),
        Packed(Tag('R', 'G', 'B', '0'), "rgb48le", "packed RGB, 16 bits each", 16, PixelFormatKind.Rgb, 0, 6),
        Packed(Tag('R', 'B', 'A', '@'), "rgba64le", "packed RGBA, 16 bits each", 16, PixelFormatKind.Rgb, 0, 8),

        // Planar RGB: planes are green, blue, red.
        new(Tag('G', '3', (char)0, (char)8), "gbrp", "planar RGB", 8, PixelFormatKind.Rgb, s_byte, s_byte, s_byte),
        new(Tag('G', '4', (char)0, (char)8), "gbrap", "planar RGB with alpha", 8, PixelFormatKind.Rgb, s_byte, s_byte, s_byte, s_byte),
        new(Tag('G', '3', (char)0, (char)10), "gbrp10le", "planar RGB, 10 bits", 10, PixelFormatKind.Rgb, s_word, s_word, s_word),
        new(Tag('G', '3', (char)0, (char)12), "gbrp12le", "planar RGB, 12 bits", 12, PixelFormatKind.Rgb, s_word, s_word, s_word),
        new(Tag('G', '3', (char)0, (char)16), "gbrp16le", "planar RGB, 16 bits", 16, PixelFormatKind.Rgb, s_word, s_word, s_word),

        // Grey and palette.
        new(FourCC.Parse("GREY"), "gray", "grey", 8, PixelFormatKind.Grey, s_byte),
        new(FourCC.Parse("Y10"), "gray10le", "grey, 10 bits", 10, PixelFormatKind.Grey, s_word),
        new(FourCC.Parse("Y12"), "gray12le", "grey, 12 bits", 12, PixelFormatKind.Grey, s_word),
        new(FourCC.Parse("Y16"), "gray16le", "grey, 16 bits", 16, PixelFormatKind.Grey, s_word),
        new(Tag('P', 'A', 'L', (char)8), "pal8", "palette of 256 colours", 8, PixelFormatKind.Palette, s_byte, new(0, 0, 4, 1024)),

        // What image sensors give.
        new(FourCC.Parse("BA81"), "bayer_bggr8", "Bayer BG/GR", 8, PixelFormatKind.Bayer, s_byte),
        new(FourCC.Parse("GBRG"), "bayer_gbrg8", "Bayer GB/RG", 8, PixelFormatKind.Bayer, s_byte),
        new(FourCC.Parse("GRBG"), "bayer_grbg8", "Bayer GR/BG", 8, PixelFormatKind.Bayer, s_byte),
        new(FourCC.Parse("RGGB"), "bayer_rggb8", "Bayer RG/GB", 8, PixelFormatKind.Bayer, s_byte),
    ];

    private static readonly Dictionary<FourCC, PixelFormat> s_byFourCC = s_all.ToDictionary(format => format.FourCC);
    private static readonly Dictionary<string, PixelFormat> s_byName = s_all.ToDictionary(format => format.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Planar 4:2:0 of 8 bits: what most decoders give.</summary>
    public static PixelFormat Yu12 { get; } = s_byName["yuv420p"];

    /// <summary>Semi-planar 4:2:0 of 8 bits: what most hardware gives.</summary>
    public static PixelFormat Nv12 { get; } = s_byName["nv12"];

    /// <summary>Every format of the table.</summary>
    public static IReadOnlyList<PixelFormat> All => s_all;

    /// <summary>Looks a format up by its code. Allocates nothing.</summary>
    /// <param name="fourCC">The code.</param>
    /// <param name="format">The format, or null.</param>
    /// <returns>False if the table has no such code.</returns>
    public static bool TryGet(FourCC fourCC, [NotNullWhen(true)] out PixelFormat? format) => s_byFourCC.TryGetValue(fourCC, out format);

    /// <summary>Looks a format up by FFmpeg's name or by its FourCC as text; upper and lower case are the same for names.</summary>
    /// <param name="text"><c>yuyv422</c> or <c>YUYV</c>.</param>
    /// <param name="format">The format, or null.</param>
    /// <returns>False if the table has neither.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PixelFormat? format)
    {
        format = null;
        return text is not null
            && (s_byName.TryGetValue(text, out format)
                || (FourCC.TryParse(text, out FourCC exact) && s_byFourCC.TryGetValue(exact, out format))
                || (FourCC.TryParse(text.ToUpperInvariant(), out FourCC upper) && s_byFourCC.TryGetValue(upper, out format)));
    }

    private static FourCC Tag(char a, char b, char c, char d) => new(a, b, c, d);

    private static PixelFormat Planar(string code, string name, string description, int bits, int widthShift, int heightShift) =>
        Planar(FourCC.Parse(code), name, description, bits, widthShift, heightShift);

    private static PixelFormat Planar(FourCC code, string name, string description, int bits, int widthShift, int heightShift)
    {
        int bytes = bits > 8 ? 2 : 1;
        PlaneShape chroma = new(widthShift, heightShift, bytes);
        return new PixelFormat(code, name, description, bits, PixelFormatKind.Yuv, new PlaneShape(0, 0, bytes), chroma, chroma);
    }

    private static PixelFormat SemiPlanar(string code, string name, string description, int bits, int widthShift, int heightShift) =>
        SemiPlanar(FourCC.Parse(code), name, description, bits, widthShift, heightShift);

    private static PixelFormat SemiPlanar(FourCC code, string name, string description, int bits, int widthShift, int heightShift)
    {
        int bytes = bits > 8 ? 2 : 1;
        return new PixelFormat(code, name, description, bits, PixelFormatKind.Yuv, new PlaneShape(0, 0, bytes), new PlaneShape(widthShift, heightShift, 2 * bytes));
    }

    private static PixelFormat Packed(string code, string name, string description, int bits, PixelFormatKind kind, int widthShift, int bytes) =>
        Packed(FourCC.Parse(code), name, description, bits, kind, widthShift, bytes);

    private static PixelFormat Packed(FourCC code, string name, string description, int bits, PixelFormatKind kind, int widthShift, int bytes) =>
        new(code, name, description, bits, kind, new PlaneShape(widthShift, 0, bytes));
}
