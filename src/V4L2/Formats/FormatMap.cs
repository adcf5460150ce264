using System.Diagnostics.CodeAnalysis;
using FrameRing.Formats;

namespace FrameRing.V4L2.Formats;

/// <summary>V4L2's codes and the ring's, which are the same but for what is listed here. Source: "Image Formats" in the kernel's media userspace API.</summary>
internal static class FormatMap
{
    private static readonly Dictionary<FourCC, FormatMapping> s_others = new()
    {
        // The same bytes under another code.
        [FourCC.Parse("422P")] = Same("YU16"),
        [FourCC.Parse("411P")] = Same("YU11"),
        [FourCC.Parse("RGBP")] = Same("RG16"),

        [FourCC.Parse("RGBO")] = Same("XR15"),

        // Deprecated codes whose alpha byte is not defined.
        [FourCC.Parse("BGR4")] = Same("XR24"),
        [FourCC.Parse("RGB4")] = Same("BX24"),

        // Cr before Cb.
        [FourCC.Parse("YV12")] = new(Find("YU12"), IsChromaSwapped: true, IsSplit: false),
        [FourCC.Parse("YVU9")] = new(Find("YUV9"), IsChromaSwapped: true, IsSplit: false),

        // A piece of memory for each colour plane.
        [FourCC.Parse("NM12")] = Split("NV12"),
        [FourCC.Parse("NM21")] = Split("NV21"),
        [FourCC.Parse("NM16")] = Split("NV16"),
        [FourCC.Parse("YM12")] = Split("YU12"),
        [FourCC.Parse("YM16")] = Split("YU16"),
        [FourCC.Parse("YM24")] = Split("YU24"),
        [FourCC.Parse("YM21")] = new(Find("YU12"), IsChromaSwapped: true, IsSplit: true),
        [FourCC.Parse("YM61")] = new(Find("YU16"), IsChromaSwapped: true, IsSplit: true),
        [FourCC.Parse("YM42")] = new(Find("YU24"), IsChromaSwapped: true, IsSplit: true),
    };

    // Codes that V4L2 uses for something else than DRM, which the ring follows: here raw samples of 16 bits, not RGB of 16 bits.
    private static readonly FourCC[] s_different = [FourCC.Parse("RG16")];

    internal static bool TryGet(FourCC code, [NotNullWhen(true)] out FormatMapping? mapping)
    {
        if (s_others.TryGetValue(code, out mapping))
        {
            return true;
        }

        mapping = !s_different.Contains(code) && PixelFormats.TryGet(code, out PixelFormat? format) ? new FormatMapping(format, false, false) : null;
        return mapping is not null;
    }

    private static FormatMapping Same(string code) => new(Find(code), false, false);

    private static FormatMapping Split(string code) => new(Find(code), false, true);

    private static PixelFormat Find(string code) =>
        PixelFormats.TryGet(FourCC.Parse(code), out PixelFormat? format) ? format : throw new InvalidOperationException($"The ring has no format {code}.");
}
