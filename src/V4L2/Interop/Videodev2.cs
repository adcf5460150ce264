namespace FrameRing.V4L2.Interop;

// <linux/videodev2.h>, <linux/v4l2-controls.h>, <linux/v4l2-common.h>: constants. The numbers are the same on all 64-bit machines.
internal static partial class Videodev2
{
    internal const int VIDEO_MAX_FRAME = 32;
    internal const int VIDEO_MAX_PLANES = 8;

    internal const uint V4L2_CAP_VIDEO_CAPTURE = 0x00000001;
    internal const uint V4L2_CAP_VIDEO_OUTPUT = 0x00000002;
    internal const uint V4L2_CAP_VIDEO_OVERLAY = 0x00000004;
    internal const uint V4L2_CAP_VBI_CAPTURE = 0x00000010;
    internal const uint V4L2_CAP_VBI_OUTPUT = 0x00000020;
    internal const uint V4L2_CAP_SLICED_VBI_CAPTURE = 0x00000040;
    internal const uint V4L2_CAP_SLICED_VBI_OUTPUT = 0x00000080;
    internal const uint V4L2_CAP_VIDEO_CAPTURE_MPLANE = 0x00001000;
    internal const uint V4L2_CAP_VIDEO_OUTPUT_MPLANE = 0x00002000;
    internal const uint V4L2_CAP_VIDEO_M2M_MPLANE = 0x00004000;
    internal const uint V4L2_CAP_VIDEO_M2M = 0x00008000;
    internal const uint V4L2_CAP_RADIO = 0x00040000;
    internal const uint V4L2_CAP_SDR_CAPTURE = 0x00100000;
    internal const uint V4L2_CAP_META_CAPTURE = 0x00800000;
    internal const uint V4L2_CAP_READWRITE = 0x01000000;
    internal const uint V4L2_CAP_STREAMING = 0x04000000;
    internal const uint V4L2_CAP_META_OUTPUT = 0x08000000;
    internal const uint V4L2_CAP_TOUCH = 0x10000000;
    internal const uint V4L2_CAP_IO_MC = 0x20000000;
    internal const uint V4L2_CAP_DEVICE_CAPS = 0x80000000;

    internal const uint V4L2_BUF_TYPE_VIDEO_CAPTURE = 1;
    internal const uint V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE = 9;

    internal const uint V4L2_MEMORY_MMAP = 1;
    internal const uint V4L2_MEMORY_USERPTR = 2;

    internal const uint V4L2_BUF_CAP_SUPPORTS_MMAP = 0x1;
    internal const uint V4L2_BUF_CAP_SUPPORTS_USERPTR = 0x2;

    internal const uint V4L2_BUF_FLAG_KEYFRAME = 0x00000008;
    internal const uint V4L2_BUF_FLAG_ERROR = 0x00000040;
    internal const uint V4L2_BUF_FLAG_TIMESTAMP_MASK = 0x0000e000;
    internal const uint V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC = 0x00002000;
    internal const uint V4L2_BUF_FLAG_TIMESTAMP_COPY = 0x00004000;
    internal const uint V4L2_BUF_FLAG_TSTAMP_SRC_MASK = 0x00070000;
    internal const uint V4L2_BUF_FLAG_TSTAMP_SRC_SOE = 0x00010000;
    internal const uint V4L2_BUF_FLAG_LAST = 0x00100000;

    internal const uint V4L2_FMT_FLAG_COMPRESSED = 0x0001;
    internal const uint V4L2_FMT_FLAG_EMULATED = 0x0002;
    internal const uint V4L2_FMT_FLAG_CONTINUOUS_BYTESTREAM = 0x0004;
    internal const uint V4L2_FMT_FLAG_DYN_RESOLUTION = 0x0008;
    internal const uint V4L2_FMT_FLAG_ENC_CAP_FRAME_INTERVAL = 0x0010;
    internal const uint V4L2_FMT_FLAG_CSC_COLORSPACE = 0x0020;
    internal const uint V4L2_FMT_FLAG_CSC_XFER_FUNC = 0x0040;
    internal const uint V4L2_FMT_FLAG_CSC_YCBCR_ENC = 0x0080;
    internal const uint V4L2_FMT_FLAG_CSC_QUANTIZATION = 0x0100;

    internal const uint V4L2_FRMSIZE_TYPE_DISCRETE = 1;
    internal const uint V4L2_FRMSIZE_TYPE_CONTINUOUS = 2;
    internal const uint V4L2_FRMSIZE_TYPE_STEPWISE = 3;
    internal const uint V4L2_FRMIVAL_TYPE_DISCRETE = 1;
    internal const uint V4L2_FRMIVAL_TYPE_CONTINUOUS = 2;
    internal const uint V4L2_FRMIVAL_TYPE_STEPWISE = 3;

    internal const uint V4L2_CAP_TIMEPERFRAME = 0x1000;

    internal const uint V4L2_IN_CAP_DV_TIMINGS = 0x2;
    internal const uint V4L2_IN_CAP_STD = 0x4;
    internal const uint V4L2_IN_ST_NO_POWER = 0x00000001;
    internal const uint V4L2_IN_ST_NO_SIGNAL = 0x00000002;

    internal const uint V4L2_EVENT_SOURCE_CHANGE = 5;
    internal const uint V4L2_EVENT_SRC_CH_RESOLUTION = 0x1;

    internal const uint V4L2_CTRL_FLAG_DISABLED = 0x0001;
    internal const uint V4L2_CTRL_FLAG_GRABBED = 0x0002;
    internal const uint V4L2_CTRL_FLAG_READ_ONLY = 0x0004;
    internal const uint V4L2_CTRL_FLAG_UPDATE = 0x0008;
    internal const uint V4L2_CTRL_FLAG_INACTIVE = 0x0010;
    internal const uint V4L2_CTRL_FLAG_SLIDER = 0x0020;
    internal const uint V4L2_CTRL_FLAG_WRITE_ONLY = 0x0040;
    internal const uint V4L2_CTRL_FLAG_VOLATILE = 0x0080;
    internal const uint V4L2_CTRL_FLAG_HAS_PAYLOAD = 0x0100;
    internal const uint V4L2_CTRL_FLAG_EXECUTE_ON_WRITE = 0x0200;
    internal const uint V4L2_CTRL_FLAG_MODIFY_LAYOUT = 0x0400;
    internal const uint V4L2_CTRL_FLAG_DYNAMIC_ARRAY = 0x0800;
    internal const uint V4L2_CTRL_FLAG_NEXT_CTRL = 0x80000000;
    internal const uint V4L2_CTRL_FLAG_NEXT_COMPOUND = 0x40000000;

    internal const uint V4L2_CTRL_WHICH_CUR_VAL = 0;

    internal const uint V4L2_DV_BT_656_1120 = 0;
    internal const uint V4L2_DV_INTERLACED = 1;

    internal const ulong V4L2_STD_525_60 = 0xf900;
}
