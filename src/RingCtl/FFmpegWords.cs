using System.Globalization;
using FrameRing.Formats;

namespace FrameRing.RingCtl;

/// <summary>What FFmpeg and ffprobe call what a frame says of its picture. Null stands for "not told". A value without a name is its number.</summary>
internal static class FFmpegWords
{
    // By code points of ITU-T H.273; null at 2, which is "unspecified" in each table.
    private static readonly string?[] s_primaries =
        ["reserved", "bt709", null, "reserved", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431", "smpte432"];

    private static readonly string?[] s_transfer =
    [
        "reserved", "bt709", null, "reserved", "bt470m", "bt470bg", "smpte170m", "smpte240m", "linear", "log100", "log316", "iec61966-2-4", "bt1361e",
        "iec61966-2-1", "bt2020-10", "bt2020-12", "smpte2084", "smpte428", "arib-std-b67",
    ];

    private static readonly string?[] s_matrix =
    [
        "gbr", "bt709", null, "reserved", "fcc", "bt470bg", "smpte170m", "smpte240m", "ycgco", "bt2020nc", "bt2020c", "smpte2085", "chroma-derived-nc",
        "chroma-derived-c", "ictcp",
    ];

    private static readonly string?[] s_chromaLocation = [null, "left", "center", "topleft", "top", "bottomleft", "bottom"];

    private static readonly string?[] s_range = [null, "tv", "pc"];

    // ffprobe has words for the first three only; the others are V4L2's.
    private static readonly string?[] s_fieldOrder = ["progressive", "tt", "bb", "top", "bottom", "seq-tb", "seq-bt"];

    internal static string? Of(ColourPrimaries value) => value == ColourPrimaries.Ebu3213 ? "ebu3213" : Name(s_primaries, (byte)value);

    internal static string? Of(ColourTransfer value) => Name(s_transfer, (byte)value);

    internal static string? Of(ColourMatrix value) => Name(s_matrix, (byte)value);

    internal static string? Of(ColourRange value) => Name(s_range, (byte)value);

    internal static string? Of(ChromaLocation value) => Name(s_chromaLocation, (byte)value);

    internal static string? Of(Interlacing value) => Name(s_fieldOrder, (byte)value);

    internal static string? Of(FourCC format) => PixelFormats.TryGet(format, out PixelFormat? known) ? known.Name : null;

    /// <summary>A ratio like <c>4:3</c>.</summary>
    internal static string? Ratio(Rational value) => value.IsKnown ? string.Create(CultureInfo.InvariantCulture, $"{value.Numerator}:{value.Denominator}") : null;

    /// <summary>A fraction like <c>30000/1001</c>.</summary>
    internal static string? Fraction(Rational value) => value.IsKnown ? string.Create(CultureInfo.InvariantCulture, $"{value.Numerator}/{value.Denominator}") : null;

    /// <summary>A time stamp in seconds, with the six places that ffprobe writes.</summary>
    internal static string? Seconds(long pts, Rational timeBase) => timeBase.IsKnown
        ? ((double)pts * timeBase.Numerator / timeBase.Denominator).ToString("0.000000", CultureInfo.InvariantCulture)
        : null;

    private static string? Name(string?[] names, byte value) => value < names.Length ? names[value] : value.ToString(CultureInfo.InvariantCulture);
}
