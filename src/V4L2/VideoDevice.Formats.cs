using FrameRing.Formats;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Interop;
using Tmds.Linux;

namespace FrameRing.V4L2;

/// <content>What the device offers and what it is set to: formats, sizes, frame intervals.</content>
public sealed unsafe partial class VideoDevice
{
    // A driver that never says "no more" would be asked for ever.
    private const uint MaxEntries = 4096;

    /// <summary>The pixel formats of the current input (VIDIOC_ENUM_FMT).</summary>
    /// <returns>Formats in the driver's order.</returns>
    public IReadOnlyList<FormatDescription> GetFormats()
    {
        List<FormatDescription> formats = [];
        for (uint index = 0; index < MaxEntries; index++)
        {
            Videodev2.v4l2_fmtdesc found = new() { index = index, type = BufferType };
            if (!IsMore(_node.Call(Videodev2.VIDIOC_ENUM_FMT, &found), "List the formats (VIDIOC_ENUM_FMT)"))
            {
                break;
            }

            formats.Add(new FormatDescription(new FourCC(found.pixelformat), KernelText.Read(found.description, 32), (FormatFlags)found.flags));
        }

        return formats;
    }

    /// <summary>The sizes of a format (VIDIOC_ENUM_FRAMESIZES).</summary>
    /// <param name="format">The format's code.</param>
    /// <returns>Single sizes, or one range; empty if the driver does not tell.</returns>
    public IReadOnlyList<FrameSizeRange> GetFrameSizes(FourCC format)
    {
        List<FrameSizeRange> sizes = [];
        for (uint index = 0; index < MaxEntries; index++)
        {
            Videodev2.v4l2_frmsizeenum found = new() { index = index, pixel_format = format.Value };
            if (!IsMore(_node.Call(Videodev2.VIDIOC_ENUM_FRAMESIZES, &found), "List the sizes (VIDIOC_ENUM_FRAMESIZES)"))
            {
                break;
            }

            if (found.type == Videodev2.V4L2_FRMSIZE_TYPE_DISCRETE)
            {
                sizes.Add(FrameSizeRange.Single((int)found.discrete.width, (int)found.discrete.height));
                continue;
            }

            Videodev2.v4l2_frmsize_stepwise range = found.stepwise;
            sizes.Add(new FrameSizeRange(
                (int)range.min_width, (int)range.max_width, (int)range.step_width, (int)range.min_height, (int)range.max_height, (int)range.step_height,
                found.type == Videodev2.V4L2_FRMSIZE_TYPE_CONTINUOUS));
            break;
        }

        return sizes;
    }

    /// <summary>The times between frames that a size of a format allows (VIDIOC_ENUM_FRAMEINTERVALS).</summary>
    /// <param name="format">The format's code.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <returns>Single intervals, or one range; empty if the driver does not tell.</returns>
    public IReadOnlyList<FrameIntervalRange> GetFrameIntervals(FourCC format, int width, int height)
    {
        List<FrameIntervalRange> intervals = [];
        for (uint index = 0; index < MaxEntries; index++)
        {
            Videodev2.v4l2_frmivalenum found = new() { index = index, pixel_format = format.Value, width = (uint)width, height = (uint)height };
            if (!IsMore(_node.Call(Videodev2.VIDIOC_ENUM_FRAMEINTERVALS, &found), "List the frame intervals (VIDIOC_ENUM_FRAMEINTERVALS)"))
            {
                break;
            }

            if (found.type == Videodev2.V4L2_FRMIVAL_TYPE_DISCRETE)
            {
                intervals.Add(FrameIntervalRange.Single(ToRational(found.discrete)));
                continue;
            }

            intervals.Add(new FrameIntervalRange(
                ToRational(found.stepwise.min), ToRational(found.stepwise.max), ToRational(found.stepwise.step), found.type == Videodev2.V4L2_FRMIVAL_TYPE_CONTINUOUS));
            break;
        }

        return intervals;
    }

    /// <summary>The format that is set (VIDIOC_G_FMT).</summary>
    /// <returns>The format.</returns>
    public CaptureFormat GetFormat()
    {
        Videodev2.v4l2_format format = new() { type = BufferType };
        _node.ThrowOn("Read the format (VIDIOC_G_FMT)", _node.Call(Videodev2.VIDIOC_G_FMT, &format));
        return FormatReader.Read(format, IsMultiPlanar);
    }

    /// <summary>What a wish would become (VIDIOC_TRY_FMT); changes nothing.</summary>
    /// <param name="code">Wished format.</param>
    /// <param name="width">Wished width in pixels.</param>
    /// <param name="height">Wished height in pixels.</param>
    /// <returns>The nearest that the driver has.</returns>
    public CaptureFormat TryFormat(FourCC code, int width, int height) =>
        Negotiate(Videodev2.VIDIOC_TRY_FMT, "Try the format (VIDIOC_TRY_FMT)", code, width, height);

    /// <summary>Sets the format (VIDIOC_S_FMT). The driver takes the nearest that it has, without a word: compare.</summary>
    /// <param name="code">Wished format.</param>
    /// <param name="width">Wished width in pixels.</param>
    /// <param name="height">Wished height in pixels.</param>
    /// <returns>What it became.</returns>
    /// <exception cref="FrameRingException">Another program streams from the device, or it is gone.</exception>
    public CaptureFormat SetFormat(FourCC code, int width, int height) =>
        Negotiate(Videodev2.VIDIOC_S_FMT, "Set the format (VIDIOC_S_FMT)", code, width, height);

    /// <summary>The time between frames that is set (VIDIOC_G_PARM).</summary>
    /// <returns>Seconds per frame; unknown (0/1) if the device does not tell.</returns>
    public Rational GetFrameInterval()
    {
        Videodev2.v4l2_streamparm parameters = new() { type = BufferType };
        int errno = _node.Call(Videodev2.VIDIOC_G_PARM, &parameters);
        _node.ThrowIfGone("Read the frame interval (VIDIOC_G_PARM)", errno);

        // The capability says whether it can be set; analogue inputs tell it without that.
        return errno == 0 && parameters.capture.timeperframe.numerator != 0 ? ToRational(parameters.capture.timeperframe) : Rational.Unknown;
    }

    /// <summary>Sets the time between frames (VIDIOC_S_PARM). The driver takes the nearest that it has: compare.</summary>
    /// <param name="interval">Seconds per frame.</param>
    /// <returns>What it became; unknown (0/1) if it cannot be set.</returns>
    public Rational SetFrameInterval(Rational interval)
    {
        Videodev2.v4l2_streamparm parameters = new() { type = BufferType };
        parameters.capture.timeperframe = new Videodev2.v4l2_fract { numerator = (uint)interval.Numerator, denominator = (uint)interval.Denominator };
        int errno = _node.Call(Videodev2.VIDIOC_S_PARM, &parameters);
        if (errno == LibC.ENOTTY || errno == LibC.EINVAL)
        {
            return Rational.Unknown;
        }

        _node.ThrowOn("Set the frame interval (VIDIOC_S_PARM)", errno);
        return (parameters.capture.capability & Videodev2.V4L2_CAP_TIMEPERFRAME) != 0 ? ToRational(parameters.capture.timeperframe) : Rational.Unknown;
    }

    private CaptureFormat Negotiate(uint request, string operation, FourCC code, int width, int height)
    {
        // Strides, sizes, fields and colours are left to the driver: zero means its choice.
        Videodev2.v4l2_format format = new() { type = BufferType };
        if (IsMultiPlanar)
        {
            format.pix_mp.width = (uint)width;
            format.pix_mp.height = (uint)height;
            format.pix_mp.pixelformat = code.Value;
        }
        else
        {
            format.pix.width = (uint)width;
            format.pix.height = (uint)height;
            format.pix.pixelformat = code.Value;
        }

        _node.ThrowOn(operation, _node.Call(request, &format));
        return FormatReader.Read(format, IsMultiPlanar);
    }

    // The end of a list is EINVAL; a device that does not have the list at all says ENOTTY, and some drivers say ENODATA.
    private bool IsMore(int errno, string operation)
    {
        _node.ThrowIfGone(operation, errno);
        return errno == 0;
    }

    private static Rational ToRational(Videodev2.v4l2_fract value) =>
        value.denominator == 0 || value.numerator > int.MaxValue || value.denominator > int.MaxValue ? Rational.Unknown : new Rational((int)value.numerator, (int)value.denominator);
}
