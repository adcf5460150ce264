namespace FrameRing.V4L2.Interop;

// <linux/videodev2.h>: the enumerations of colour.
internal static partial class Videodev2
{
    internal const uint V4L2_COLORSPACE_DEFAULT = 0;
    internal const uint V4L2_COLORSPACE_SMPTE170M = 1;
    internal const uint V4L2_COLORSPACE_SMPTE240M = 2;
    internal const uint V4L2_COLORSPACE_REC709 = 3;
    internal const uint V4L2_COLORSPACE_470_SYSTEM_M = 5;
    internal const uint V4L2_COLORSPACE_470_SYSTEM_BG = 6;
    internal const uint V4L2_COLORSPACE_JPEG = 7;
    internal const uint V4L2_COLORSPACE_SRGB = 8;
    internal const uint V4L2_COLORSPACE_OPRGB = 9;
    internal const uint V4L2_COLORSPACE_BT2020 = 10;
    internal const uint V4L2_COLORSPACE_RAW = 11;
    internal const uint V4L2_COLORSPACE_DCI_P3 = 12;

    internal const uint V4L2_XFER_FUNC_DEFAULT = 0;
    internal const uint V4L2_XFER_FUNC_709 = 1;
    internal const uint V4L2_XFER_FUNC_SRGB = 2;
    internal const uint V4L2_XFER_FUNC_OPRGB = 3;
    internal const uint V4L2_XFER_FUNC_SMPTE240M = 4;
    internal const uint V4L2_XFER_FUNC_NONE = 5;
    internal const uint V4L2_XFER_FUNC_DCI_P3 = 6;
    internal const uint V4L2_XFER_FUNC_SMPTE2084 = 7;

    internal const uint V4L2_YCBCR_ENC_DEFAULT = 0;
    internal const uint V4L2_YCBCR_ENC_601 = 1;
    internal const uint V4L2_YCBCR_ENC_709 = 2;
    internal const uint V4L2_YCBCR_ENC_XV601 = 3;
    internal const uint V4L2_YCBCR_ENC_XV709 = 4;
    internal const uint V4L2_YCBCR_ENC_BT2020 = 6;
    internal const uint V4L2_YCBCR_ENC_BT2020_CONST_LUM = 7;
    internal const uint V4L2_YCBCR_ENC_SMPTE240M = 8;

    internal const uint V4L2_QUANTIZATION_FULL_RANGE = 1;
    internal const uint V4L2_QUANTIZATION_LIM_RANGE = 2;
}
