using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Formats;

/// <summary>Facts about a format that a device offers: <c>V4L2_FMT_FLAG_...</c>, with the kernel's numbers.</summary>
[Flags]
public enum FormatFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Compressed.</summary>
    Compressed = Videodev2.V4L2_FMT_FLAG_COMPRESSED,

    /// <summary>A library makes it of another one; none without such a library.</summary>
    Emulated = Videodev2.V4L2_FMT_FLAG_EMULATED,

    /// <summary>Buffers need not begin with a frame.</summary>
    ContinuousBytestream = Videodev2.V4L2_FMT_FLAG_CONTINUOUS_BYTESTREAM,

    /// <summary>The size may change while it streams.</summary>
    DynamicResolution = Videodev2.V4L2_FMT_FLAG_DYN_RESOLUTION,

    /// <summary>The frame interval of what an encoder gives can be set.</summary>
    EncoderInterval = Videodev2.V4L2_FMT_FLAG_ENC_CAP_FRAME_INTERVAL,

    /// <summary>Converts into other primaries on demand.</summary>
    ConvertsColorspace = Videodev2.V4L2_FMT_FLAG_CSC_COLORSPACE,

    /// <summary>Converts into another transfer function on demand.</summary>
    ConvertsTransfer = Videodev2.V4L2_FMT_FLAG_CSC_XFER_FUNC,

    /// <summary>Converts into another Y'CbCr or HSV encoding on demand.</summary>
    ConvertsEncoding = Videodev2.V4L2_FMT_FLAG_CSC_YCBCR_ENC,

    /// <summary>Converts into another range on demand.</summary>
    ConvertsQuantization = Videodev2.V4L2_FMT_FLAG_CSC_QUANTIZATION,
}
