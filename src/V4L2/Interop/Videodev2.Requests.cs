using System.Runtime.CompilerServices;

namespace FrameRing.V4L2.Interop;

// <linux/videodev2.h>: numbers of the ioctls, made of direction, size and number as <asm-generic/ioctl.h> does. The same on x86-64, arm64
// and riscv64; powerpc and mips encode the direction otherwise and are not supported.
internal static unsafe partial class Videodev2
{
    private const uint _IOC_WRITE = 1;
    private const uint _IOC_READ = 2;

    internal static readonly uint VIDIOC_QUERYCAP = _IOC<v4l2_capability>(_IOC_READ, 0);
    internal static readonly uint VIDIOC_ENUM_FMT = _IOC<v4l2_fmtdesc>(_IOC_READ | _IOC_WRITE, 2);
    internal static readonly uint VIDIOC_G_FMT = _IOC<v4l2_format>(_IOC_READ | _IOC_WRITE, 4);
    internal static readonly uint VIDIOC_S_FMT = _IOC<v4l2_format>(_IOC_READ | _IOC_WRITE, 5);
    internal static readonly uint VIDIOC_REQBUFS = _IOC<v4l2_requestbuffers>(_IOC_READ | _IOC_WRITE, 8);
    internal static readonly uint VIDIOC_QUERYBUF = _IOC<v4l2_buffer>(_IOC_READ | _IOC_WRITE, 9);
    internal static readonly uint VIDIOC_QBUF = _IOC<v4l2_buffer>(_IOC_READ | _IOC_WRITE, 15);
    internal static readonly uint VIDIOC_DQBUF = _IOC<v4l2_buffer>(_IOC_READ | _IOC_WRITE, 17);
    internal static readonly uint VIDIOC_STREAMON = _IOC<int>(_IOC_WRITE, 18);
    internal static readonly uint VIDIOC_STREAMOFF = _IOC<int>(_IOC_WRITE, 19);
    internal static readonly uint VIDIOC_G_PARM = _IOC<v4l2_streamparm>(_IOC_READ | _IOC_WRITE, 21);
    internal static readonly uint VIDIOC_S_PARM = _IOC<v4l2_streamparm>(_IOC_READ | _IOC_WRITE, 22);
    internal static readonly uint VIDIOC_G_STD = _IOC<ulong>(_IOC_READ, 23);
    internal static readonly uint VIDIOC_ENUMINPUT = _IOC<v4l2_input>(_IOC_READ | _IOC_WRITE, 26);
    internal static readonly uint VIDIOC_QUERYMENU = _IOC<v4l2_querymenu>(_IOC_READ | _IOC_WRITE, 37);
    internal static readonly uint VIDIOC_G_INPUT = _IOC<int>(_IOC_READ, 38);
    internal static readonly uint VIDIOC_S_INPUT = _IOC<int>(_IOC_READ | _IOC_WRITE, 39);
    internal static readonly uint VIDIOC_TRY_FMT = _IOC<v4l2_format>(_IOC_READ | _IOC_WRITE, 64);
    internal static readonly uint VIDIOC_G_EXT_CTRLS = _IOC<v4l2_ext_controls>(_IOC_READ | _IOC_WRITE, 71);
    internal static readonly uint VIDIOC_S_EXT_CTRLS = _IOC<v4l2_ext_controls>(_IOC_READ | _IOC_WRITE, 72);
    internal static readonly uint VIDIOC_ENUM_FRAMESIZES = _IOC<v4l2_frmsizeenum>(_IOC_READ | _IOC_WRITE, 74);
    internal static readonly uint VIDIOC_ENUM_FRAMEINTERVALS = _IOC<v4l2_frmivalenum>(_IOC_READ | _IOC_WRITE, 75);
    internal static readonly uint VIDIOC_S_DV_TIMINGS = _IOC<v4l2_dv_timings>(_IOC_READ | _IOC_WRITE, 87);
    internal static readonly uint VIDIOC_G_DV_TIMINGS = _IOC<v4l2_dv_timings>(_IOC_READ | _IOC_WRITE, 88);
    internal static readonly uint VIDIOC_DQEVENT = _IOC<v4l2_event>(_IOC_READ, 89);
    internal static readonly uint VIDIOC_SUBSCRIBE_EVENT = _IOC<v4l2_event_subscription>(_IOC_WRITE, 90);
    internal static readonly uint VIDIOC_QUERY_DV_TIMINGS = _IOC<v4l2_dv_timings>(_IOC_READ, 99);
    internal static readonly uint VIDIOC_QUERY_EXT_CTRL = _IOC<v4l2_query_ext_ctrl>(_IOC_READ | _IOC_WRITE, 103);

    private static uint _IOC<T>(uint direction, uint number)
        where T : unmanaged => (direction << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | ('V' << 8) | number;
}
