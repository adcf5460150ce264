using System.Runtime.InteropServices;

namespace FrameRing.V4L2.Interop;

// <linux/videodev2.h>: structures as on 64-bit machines. Unions show the members that are used.
internal static unsafe partial class Videodev2
{
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal struct v4l2_capability
    {
        [FieldOffset(0)] internal fixed byte driver[16];
        [FieldOffset(16)] internal fixed byte card[32];
        [FieldOffset(48)] internal fixed byte bus_info[32];
        [FieldOffset(80)] internal uint version;
        [FieldOffset(84)] internal uint capabilities;
        [FieldOffset(88)] internal uint device_caps;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct v4l2_fmtdesc
    {
        [FieldOffset(0)] internal uint index;
        [FieldOffset(4)] internal uint type;
        [FieldOffset(8)] internal uint flags;
        [FieldOffset(12)] internal fixed byte description[32];
        [FieldOffset(44)] internal uint pixelformat;
        [FieldOffset(48)] internal uint mbus_code;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    internal struct v4l2_fract
    {
        [FieldOffset(0)] internal uint numerator;
        [FieldOffset(4)] internal uint denominator;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    internal struct v4l2_frmsize_discrete
    {
        [FieldOffset(0)] internal uint width;
        [FieldOffset(4)] internal uint height;
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    internal struct v4l2_frmsize_stepwise
    {
        [FieldOffset(0)] internal uint min_width;
        [FieldOffset(4)] internal uint max_width;
        [FieldOffset(8)] internal uint step_width;
        [FieldOffset(12)] internal uint min_height;
        [FieldOffset(16)] internal uint max_height;
        [FieldOffset(20)] internal uint step_height;
    }

    [StructLayout(LayoutKind.Explicit, Size = 44)]
    internal struct v4l2_frmsizeenum
    {
        [FieldOffset(0)] internal uint index;
        [FieldOffset(4)] internal uint pixel_format;
        [FieldOffset(8)] internal uint type;
        [FieldOffset(12)] internal v4l2_frmsize_discrete discrete;
        [FieldOffset(12)] internal v4l2_frmsize_stepwise stepwise;
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    internal struct v4l2_frmival_stepwise
    {
        [FieldOffset(0)] internal v4l2_fract min;
        [FieldOffset(8)] internal v4l2_fract max;
        [FieldOffset(16)] internal v4l2_fract step;
    }

    [StructLayout(LayoutKind.Explicit, Size = 52)]
    internal struct v4l2_frmivalenum
    {
        [FieldOffset(0)] internal uint index;
        [FieldOffset(4)] internal uint pixel_format;
        [FieldOffset(8)] internal uint width;
        [FieldOffset(12)] internal uint height;
        [FieldOffset(16)] internal uint type;
        [FieldOffset(20)] internal v4l2_fract discrete;
        [FieldOffset(20)] internal v4l2_frmival_stepwise stepwise;
    }

    [StructLayout(LayoutKind.Explicit, Size = 48)]
    internal struct v4l2_pix_format
    {
        [FieldOffset(0)] internal uint width;
        [FieldOffset(4)] internal uint height;
        [FieldOffset(8)] internal uint pixelformat;
        [FieldOffset(12)] internal uint field;
        [FieldOffset(16)] internal uint bytesperline;
        [FieldOffset(20)] internal uint sizeimage;
        [FieldOffset(24)] internal uint colorspace;
        [FieldOffset(28)] internal uint priv;
        [FieldOffset(32)] internal uint flags;
        [FieldOffset(36)] internal uint ycbcr_enc;
        [FieldOffset(40)] internal uint quantization;
        [FieldOffset(44)] internal uint xfer_func;
    }

    [StructLayout(LayoutKind.Explicit, Size = 20)]
    internal struct v4l2_plane_pix_format
    {
        [FieldOffset(0)] internal uint sizeimage;
        [FieldOffset(4)] internal uint bytesperline;
    }

    [StructLayout(LayoutKind.Explicit, Size = 192)]
    internal struct v4l2_pix_format_mplane
    {
        [FieldOffset(0)] internal uint width;
        [FieldOffset(4)] internal uint height;
        [FieldOffset(8)] internal uint pixelformat;
        [FieldOffset(12)] internal uint field;
        [FieldOffset(16)] internal uint colorspace;
        [FieldOffset(20)] internal fixed byte plane_fmt[20 * VIDEO_MAX_PLANES];
        [FieldOffset(180)] internal byte num_planes;
        [FieldOffset(181)] internal byte flags;
        [FieldOffset(182)] internal byte ycbcr_enc;
        [FieldOffset(183)] internal byte quantization;
        [FieldOffset(184)] internal byte xfer_func;
    }

    [StructLayout(LayoutKind.Explicit, Size = 208)]
    internal struct v4l2_format
    {
        [FieldOffset(0)] internal uint type;
        [FieldOffset(8)] internal v4l2_pix_format pix;
        [FieldOffset(8)] internal v4l2_pix_format_mplane pix_mp;
    }

    [StructLayout(LayoutKind.Explicit, Size = 40)]
    internal struct v4l2_captureparm
    {
        [FieldOffset(0)] internal uint capability;
        [FieldOffset(4)] internal uint capturemode;
        [FieldOffset(8)] internal v4l2_fract timeperframe;
        [FieldOffset(16)] internal uint extendedmode;
        [FieldOffset(20)] internal uint readbuffers;
    }

    [StructLayout(LayoutKind.Explicit, Size = 204)]
    internal struct v4l2_streamparm
    {
        [FieldOffset(0)] internal uint type;
        [FieldOffset(4)] internal v4l2_captureparm capture;
    }

    [StructLayout(LayoutKind.Explicit, Size = 20)]
    internal struct v4l2_requestbuffers
    {
        [FieldOffset(0)] internal uint count;
        [FieldOffset(4)] internal uint type;
        [FieldOffset(8)] internal uint memory;
        [FieldOffset(12)] internal uint capabilities;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct v4l2_plane
    {
        [FieldOffset(0)] internal uint bytesused;
        [FieldOffset(4)] internal uint length;
        [FieldOffset(8)] internal uint mem_offset;
        [FieldOffset(8)] internal ulong userptr;
        [FieldOffset(16)] internal uint data_offset;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct timeval
    {
        [FieldOffset(0)] internal long tv_sec;
        [FieldOffset(8)] internal long tv_usec;
    }

    [StructLayout(LayoutKind.Explicit, Size = 88)]
    internal struct v4l2_buffer
    {
        [FieldOffset(0)] internal uint index;
        [FieldOffset(4)] internal uint type;
        [FieldOffset(8)] internal uint bytesused;
        [FieldOffset(12)] internal uint flags;
        [FieldOffset(16)] internal uint field;
        [FieldOffset(24)] internal timeval timestamp;
        [FieldOffset(56)] internal uint sequence;
        [FieldOffset(60)] internal uint memory;
        [FieldOffset(64)] internal uint offset;
        [FieldOffset(64)] internal ulong userptr;
        [FieldOffset(64)] internal v4l2_plane* planes;
        [FieldOffset(72)] internal uint length;
    }

    [StructLayout(LayoutKind.Explicit, Size = 80)]
    internal struct v4l2_input
    {
        [FieldOffset(0)] internal uint index;
        [FieldOffset(4)] internal fixed byte name[32];
        [FieldOffset(36)] internal uint type;
        [FieldOffset(48)] internal ulong std;
        [FieldOffset(56)] internal uint status;
        [FieldOffset(60)] internal uint capabilities;
    }

    [StructLayout(LayoutKind.Explicit, Size = 232)]
    internal struct v4l2_query_ext_ctrl
    {
        [FieldOffset(0)] internal uint id;
        [FieldOffset(4)] internal uint type;
        [FieldOffset(8)] internal fixed byte name[32];
        [FieldOffset(40)] internal long minimum;
        [FieldOffset(48)] internal long maximum;
        [FieldOffset(56)] internal ulong step;
        [FieldOffset(64)] internal long default_value;
        [FieldOffset(72)] internal uint flags;
        [FieldOffset(76)] internal uint elem_size;
        [FieldOffset(80)] internal uint elems;
        [FieldOffset(84)] internal uint nr_of_dims;
        [FieldOffset(88)] internal fixed uint dims[4];
    }

    [StructLayout(LayoutKind.Explicit, Size = 44)]
    internal struct v4l2_querymenu
    {
        [FieldOffset(0)] internal uint id;
        [FieldOffset(4)] internal uint index;
        [FieldOffset(8)] internal fixed byte name[32];
        [FieldOffset(8)] internal long value;
    }

    // Packed in C: the value lies at 12.
    [StructLayout(LayoutKind.Explicit, Size = 20, Pack = 1)]
    internal struct v4l2_ext_control
    {
        [FieldOffset(0)] internal uint id;
        [FieldOffset(4)] internal uint size;
        [FieldOffset(12)] internal int value;
        [FieldOffset(12)] internal long value64;
        [FieldOffset(12)] internal byte* @string;
    }

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    internal struct v4l2_ext_controls
    {
        [FieldOffset(0)] internal uint which;
        [FieldOffset(4)] internal uint count;
        [FieldOffset(8)] internal uint error_idx;
        [FieldOffset(24)] internal v4l2_ext_control* controls;
    }

    [StructLayout(LayoutKind.Explicit, Size = 136)]
    internal struct v4l2_event
    {
        [FieldOffset(0)] internal uint type;
        [FieldOffset(8)] internal uint src_change_changes;
        [FieldOffset(72)] internal uint pending;
        [FieldOffset(76)] internal uint sequence;
        [FieldOffset(96)] internal uint id;
    }

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    internal struct v4l2_event_subscription
    {
        [FieldOffset(0)] internal uint type;
        [FieldOffset(4)] internal uint id;
        [FieldOffset(8)] internal uint flags;
    }

    // Packed in C, as the timings around it.
    [StructLayout(LayoutKind.Explicit, Size = 124, Pack = 1)]
    internal struct v4l2_bt_timings
    {
        [FieldOffset(0)] internal uint width;
        [FieldOffset(4)] internal uint height;
        [FieldOffset(8)] internal uint interlaced;
        [FieldOffset(12)] internal uint polarities;
        [FieldOffset(16)] internal ulong pixelclock;
        [FieldOffset(24)] internal uint hfrontporch;
        [FieldOffset(28)] internal uint hsync;
        [FieldOffset(32)] internal uint hbackporch;
        [FieldOffset(36)] internal uint vfrontporch;
        [FieldOffset(40)] internal uint vsync;
        [FieldOffset(44)] internal uint vbackporch;
        [FieldOffset(48)] internal uint il_vfrontporch;
        [FieldOffset(52)] internal uint il_vsync;
        [FieldOffset(56)] internal uint il_vbackporch;
        [FieldOffset(60)] internal uint standards;
        [FieldOffset(64)] internal uint flags;
    }

    [StructLayout(LayoutKind.Explicit, Size = 132, Pack = 1)]
    internal struct v4l2_dv_timings
    {
        [FieldOffset(0)] internal uint type;
        [FieldOffset(4)] internal v4l2_bt_timings bt;
    }
}
