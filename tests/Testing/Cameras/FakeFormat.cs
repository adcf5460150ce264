using FrameRing.Formats;
using FrameRing.V4L2.Formats;

namespace FrameRing.Testing.Cameras;

/// <summary>A format of a fake camera.</summary>
/// <param name="Code">Its FourCC.</param>
/// <param name="Description">The driver's words.</param>
public sealed record FakeFormat(string Code, string Description)
{
    public bool IsCompressed { get; init; }

    /// <summary>What else there is in its flags.</summary>
    public FormatFlags Flags { get; init; }

    /// <summary>Single sizes, or one range; empty: VIDIOC_ENUM_FRAMESIZES is not there, and every size is taken.</summary>
    public IReadOnlyList<FrameSizeRange> Sizes { get; init; } = [];

    /// <summary>For every size: single intervals, or one range; empty: the list is empty.</summary>
    public IReadOnlyList<FrameIntervalRange> Intervals { get; init; } = [];

    /// <summary>A stride is rounded up to a multiple of this.</summary>
    public int StrideAlignment { get; init; } = 1;

    /// <summary>Bytes of sizeimage behind the picture.</summary>
    public int ExtraBytes { get; init; }

    public FieldOrder Field { get; init; } = FieldOrder.None;

    /// <summary>colorspace, xfer_func, ycbcr_enc, quantization; sRGB and defaults.</summary>
    public (uint Space, uint Transfer, uint Encoding, uint Quantization) Colour { get; init; } = (8, 0, 0, 0);

    /// <summary>The code of a format whose characters cannot be written.</summary>
    public uint? Number { get; init; }

    internal FourCC FourCC => Number is { } number ? new FourCC(number) : FourCC.Parse(Code);
}
