using System.Globalization;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>The words that v4l2-ctl has for flags, in its order. Bits without a word stay together as a number.</summary>
internal static class FlagNames
{
    private static readonly (uint Bit, string Name)[] s_controls =
    [
        ((uint)ControlFlags.Grabbed, "grabbed"),
        ((uint)ControlFlags.Disabled, "disabled"),
        ((uint)ControlFlags.ReadOnly, "read-only"),
        ((uint)ControlFlags.Update, "update"),
        ((uint)ControlFlags.Inactive, "inactive"),
        ((uint)ControlFlags.Slider, "slider"),
        ((uint)ControlFlags.WriteOnly, "write-only"),
        ((uint)ControlFlags.Volatile, "volatile"),
        ((uint)ControlFlags.HasPayload, "has-payload"),
        ((uint)ControlFlags.ExecuteOnWrite, "execute-on-write"),
        ((uint)ControlFlags.ModifyLayout, "modify-layout"),
    ];

    private static readonly (uint Bit, string Name)[] s_formats =
    [
        ((uint)FormatFlags.Compressed, "compressed"),
        ((uint)FormatFlags.Emulated, "emulated"),
        ((uint)FormatFlags.ContinuousBytestream, "continuous-bytestream"),
        ((uint)FormatFlags.DynamicResolution, "dyn-resolution"),
        ((uint)FormatFlags.EncoderInterval, "enc-cap-frame-interval"),
        ((uint)FormatFlags.ConvertsColorspace, "csc-colorspace"),
        ((uint)FormatFlags.ConvertsEncoding, "csc-ycbcr"),
        ((uint)FormatFlags.ConvertsQuantization, "csc-quantization"),
        ((uint)FormatFlags.ConvertsTransfer, "csc-xfer-func"),
    ];

    internal static IReadOnlyList<string> Of(ControlFlags flags) => Of((uint)flags, s_controls);

    /// <summary>The encoding of the HSV formats is another one.</summary>
    internal static IReadOnlyList<string> Of(FormatDescription format) =>
        [.. Of((uint)format.Flags, s_formats).Select(name => name == "csc-ycbcr" && format.Code.ToString() is "HSV3" or "HSV4" ? "csc-hsv" : name)];

    private static IReadOnlyList<string> Of(uint flags, (uint Bit, string Name)[] words)
    {
        uint rest = words.Aggregate(flags, static (left, word) => left & ~word.Bit);
        IEnumerable<string> names = words.Where(word => (flags & word.Bit) != 0).Select(static word => word.Name);
        return rest == 0 ? [.. names] : [.. names, string.Create(CultureInfo.InvariantCulture, $"0x{rest:x8}")];
    }
}
