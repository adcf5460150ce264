using FrameRing.Formats;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Interop;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <content>Formats, sizes, intervals: what there is, and what a wish becomes.</content>
public sealed unsafe partial class FakeCamera
{
    private Videodev2.v4l2_format? _format;
    private Rational _interval;

    /// <summary>The formats; the first is the driver's choice.</summary>
    public IReadOnlyList<FakeFormat> Formats { get; init; } =
    [
        new FakeFormat("YUYV", "YUYV 4:2:2")
        {
            Sizes = [FrameSizeRange.Single(640, 480), FrameSizeRange.Single(1280, 720)],
            Intervals = [FrameIntervalRange.Single(new Rational(1, 30)), FrameIntervalRange.Single(new Rational(1, 15))],
        },
    ];

    /// <summary>Changes what is agreed on before it is told: gets width, height, gives what they become.</summary>
    public Func<int, int, (int Width, int Height)>? Correct { get; set; }

    private Videodev2.v4l2_format Current => _format ??= Negotiate(Formats[0].FourCC.Value, 0, 0);

    private void ForgetSettings()
    {
        _format = null;
        _interval = default;
        _input = 0;
        _timings = null;
    }

    private int EnumerateFormats(Videodev2.v4l2_fmtdesc* found)
    {
        if (found->type != BufferType || found->index >= Formats.Count)
        {
            return LibC.EINVAL;
        }

        FakeFormat format = Formats[(int)found->index];
        *found = new Videodev2.v4l2_fmtdesc
        {
            index = found->index,
            type = found->type,
            pixelformat = format.FourCC.Value,
            flags = (uint)format.Flags | (format.IsCompressed ? Videodev2.V4L2_FMT_FLAG_COMPRESSED : 0),
        };
        Put(format.Description, found->description, 32);
        return 0;
    }

    private int EnumerateSizes(Videodev2.v4l2_frmsizeenum* found)
    {
        FakeFormat? format = Find(found->pixel_format);
        if (format is null || found->index >= format.Sizes.Count)
        {
            return format is { Sizes.Count: 0 } ? LibC.ENOTTY : LibC.EINVAL;
        }

        FrameSizeRange size = format.Sizes[(int)found->index];
        if (size.IsListed)
        {
            found->type = Videodev2.V4L2_FRMSIZE_TYPE_DISCRETE;
            found->discrete.width = (uint)size.MinWidth;
            found->discrete.height = (uint)size.MinHeight;
            return 0;
        }

        found->type = size.IsContinuous ? Videodev2.V4L2_FRMSIZE_TYPE_CONTINUOUS : Videodev2.V4L2_FRMSIZE_TYPE_STEPWISE;
        found->stepwise = new Videodev2.v4l2_frmsize_stepwise
        {
            min_width = (uint)size.MinWidth,
            max_width = (uint)size.MaxWidth,
            step_width = (uint)size.WidthStep,
            min_height = (uint)size.MinHeight,
            max_height = (uint)size.MaxHeight,
            step_height = (uint)size.HeightStep,
        };
        return 0;
    }

    private int EnumerateIntervals(Videodev2.v4l2_frmivalenum* found)
    {
        FakeFormat? format = Find(found->pixel_format);
        bool hasSize = format is not null && (format.Sizes.Count == 0 || format.Sizes.Any(size => size.Contains((int)found->width, (int)found->height)));
        if (!hasSize || found->index >= format!.Intervals.Count)
        {
            return LibC.EINVAL;
        }

        FrameIntervalRange interval = format.Intervals[(int)found->index];
        if (interval.IsListed)
        {
            found->type = Videodev2.V4L2_FRMIVAL_TYPE_DISCRETE;
            found->discrete = ToFraction(interval.Min);
            return 0;
        }

        found->type = interval.IsContinuous ? Videodev2.V4L2_FRMIVAL_TYPE_CONTINUOUS : Videodev2.V4L2_FRMIVAL_TYPE_STEPWISE;
        found->stepwise = new Videodev2.v4l2_frmival_stepwise { min = ToFraction(interval.Min), max = ToFraction(interval.Max), step = ToFraction(interval.Step) };
        return 0;
    }

    private int GetFormat(Videodev2.v4l2_format* format)
    {
        if (format->type != BufferType)
        {
            return LibC.EINVAL;
        }

        *format = Current;
        return 0;
    }

    private int TryFormat(Videodev2.v4l2_format* format)
    {
        if (format->type != BufferType)
        {
            return LibC.EINVAL;
        }

        // Width, height and code lie at the same place in either structure.
        *format = Negotiate(format->pix.pixelformat, format->pix.width, format->pix.height);
        return 0;
    }

    private int SetFormat(FakeCameraFile file, Videodev2.v4l2_format* format)
    {
        if (IsBusy || _buffers.Count > 0 || (_owner is not null && _owner != file))
        {
            return LibC.EBUSY;
        }

        int errno = TryFormat(format);
        _format = errno == 0 ? *format : _format;
        return errno;
    }

    private int GetInterval(Videodev2.v4l2_streamparm* parameters)
    {
        FakeFormat format = Find(Current.pix.pixelformat)!;
        if (format.Intervals.Count == 0)
        {
            return LibC.ENOTTY;
        }

        parameters->capture = new Videodev2.v4l2_captureparm
        {
            capability = Videodev2.V4L2_CAP_TIMEPERFRAME,
            timeperframe = ToFraction(_interval.IsKnown ? _interval : format.Intervals[0].Min),
        };
        return 0;
    }

    private int SetInterval(Videodev2.v4l2_streamparm* parameters)
    {
        FakeFormat format = Find(Current.pix.pixelformat)!;
        if (IsBusy || _isStreaming)
        {
            return LibC.EBUSY;
        }

        if (format.Intervals.Count > 0)
        {
            Videodev2.v4l2_fract wish = parameters->capture.timeperframe;
            Rational wished = wish.denominator == 0 ? default : new Rational((int)wish.numerator, (int)wish.denominator);
            _interval = wished.IsKnown ? Nearest(format.Intervals, wished) : format.Intervals[0].Min;
        }

        return GetInterval(parameters);
    }

    private static Rational Nearest(IReadOnlyList<FrameIntervalRange> intervals, Rational wish)
    {
        if (intervals[0].IsSingle)
        {
            return intervals.MinBy(interval => Math.Abs(interval.Min.ToDouble() - wish.ToDouble()))!.Min;
        }

        return wish.ToDouble() < intervals[0].Min.ToDouble() ? intervals[0].Min : wish.ToDouble() > intervals[0].Max.ToDouble() ? intervals[0].Max : wish;
    }

    private Videodev2.v4l2_format Negotiate(uint code, uint width, uint height)
    {
        FakeFormat format = Find(code) ?? Formats[0];
        (int w, int h) = NearestSize(format, (int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue));
        (w, h) = Correct?.Invoke(w, h) ?? (w, h);
        (int Stride, int Size)[] planes = PlanesOf(format, w, h);
        Videodev2.v4l2_format agreed = new() { type = BufferType };
        if (!IsMultiPlanar)
        {
            agreed.pix = new Videodev2.v4l2_pix_format
            {
                width = (uint)w,
                height = (uint)h,
                pixelformat = format.FourCC.Value,
                field = (uint)format.Field,
                bytesperline = (uint)planes[0].Stride,
                sizeimage = (uint)planes[0].Size,
                colorspace = format.Colour.Space,
                xfer_func = format.Colour.Transfer,
                ycbcr_enc = format.Colour.Encoding,
                quantization = format.Colour.Quantization,
            };
            return agreed;
        }

        agreed.pix_mp.width = (uint)w;
        agreed.pix_mp.height = (uint)h;
        agreed.pix_mp.pixelformat = format.FourCC.Value;
        agreed.pix_mp.field = (uint)format.Field;
        agreed.pix_mp.colorspace = format.Colour.Space;
        agreed.pix_mp.xfer_func = (byte)format.Colour.Transfer;
        agreed.pix_mp.ycbcr_enc = (byte)format.Colour.Encoding;
        agreed.pix_mp.quantization = (byte)format.Colour.Quantization;
        agreed.pix_mp.num_planes = (byte)planes.Length;
        Videodev2.v4l2_plane_pix_format* plane = (Videodev2.v4l2_plane_pix_format*)agreed.pix_mp.plane_fmt;
        foreach ((int stride, int size) in planes)
        {
            *plane++ = new Videodev2.v4l2_plane_pix_format { bytesperline = (uint)stride, sizeimage = (uint)size };
        }

        return agreed;
    }

    private (int Width, int Height) NearestSize(FakeFormat format, int width, int height)
    {
        if (_timings is { } timings && IsDigital)
        {
            return ((int)timings.bt.width, (int)timings.bt.height);
        }

        if (format.Sizes.Count == 0)
        {
            return (Math.Clamp(width, 16, 8192), Math.Clamp(height, 16, 8192));
        }

        FrameSizeRange best = format.Sizes.MinBy(size => Math.Abs(size.MinWidth - width) + Math.Abs(size.MinHeight - height))!;
        return best.IsSingle
            ? (best.MinWidth, best.MinHeight)
            : (Step(width, best.MinWidth, best.MaxWidth, best.WidthStep), Step(height, best.MinHeight, best.MaxHeight, best.HeightStep));
    }

    private static int Step(int value, int minimum, int maximum, int step)
    {
        int inside = Math.Clamp(value, minimum, maximum);
        return minimum + ((inside - minimum) / Math.Max(1, step) * Math.Max(1, step));
    }

    private static (int Stride, int Size)[] PlanesOf(FakeFormat format, int width, int height)
    {
        if (format.IsCompressed || !FormatMap.TryGet(format.FourCC, out FormatMapping? mapping))
        {
            return [(0, (width * height * 2) + format.ExtraBytes)];
        }

        PixelFormat pixels = mapping.Format;
        int first = Align((int)pixels.RowBytes(0, width), format.StrideAlignment);
        if (mapping.IsSplit)
        {
            return [.. Enumerable.Range(0, pixels.PlaneCount).Select(plane =>
            {
                int stride = Align((int)pixels.RowBytes(plane, width), format.StrideAlignment);
                return (stride, (stride * pixels.Rows(plane, height)) + format.ExtraBytes);
            })];
        }

        // The first plane's stride is told; the others follow from it, as the format's documentation says.
        const int Wide = 64;
        long size = Enumerable.Range(0, pixels.PlaneCount).Sum(plane => first * pixels.RowBytes(plane, Wide) / pixels.RowBytes(0, Wide) * pixels.Rows(plane, height));
        return [(first, (int)size + format.ExtraBytes)];
    }

    private static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private FakeFormat? Find(uint code) => Formats.FirstOrDefault(format => format.FourCC.Value == code);

    private static Videodev2.v4l2_fract ToFraction(Rational value) => new() { numerator = (uint)value.Numerator, denominator = (uint)value.Denominator };
}
