using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Media.Errors;

namespace FrameRing.Producer.Decoding;

/// <summary>Converts pixels into a format that the ring has, at the same size. Sets itself up anew when size, format or colours change.</summary>
internal sealed unsafe class FormatConversion : IDisposable
{
    private const int Unity = 1 << 16;

    private SwsContext* _scaler;
    private AVFrame* _sourcePlane = ffmpeg.av_frame_alloc();
    private AVFrame* _targetPlane = ffmpeg.av_frame_alloc();
    private (int Width, int Height, AVPixelFormat From, AVPixelFormat To, AVColorSpace Space, bool IsFull) _set;
    private (AVPixelFormat From, AVPixelFormat To) _planewise;

    /// <summary>Converts one picture.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="target">Has format, size and memory.</param>
    /// <param name="format">What to convert to what.</param>
    internal void Convert(AVFrame* source, AVFrame* target, RingFormat format)
    {
        bool isFull = format.IsFullRange(source);
        var wanted = (source->width, source->height, format.Source, format.Target, source->colorspace, isFull);
        if (_scaler == null || wanted != _set)
        {
            SetUp(source, format, isFull);
            _set = wanted;
        }

        int planes = _planewise.From == AVPixelFormat.AV_PIX_FMT_NONE ? 0 : format.Format.PlaneCount;
        int result = planes == 0 ? ffmpeg.sws_scale_frame(_scaler, target, source) : 0;
        for (uint plane = 0; plane < planes && result >= 0; plane++)
        {
            TakePlane(_sourcePlane, source, plane, _planewise.From);
            TakePlane(_targetPlane, target, plane, _planewise.To);
            result = ffmpeg.sws_scale_frame(_scaler, _targetPlane, _sourcePlane);
            ffmpeg.av_frame_unref(_sourcePlane);
            ffmpeg.av_frame_unref(_targetPlane);
        }

        if (result < 0)
        {
            throw Failed(format, FFmpegError.Describe(result));
        }
    }

    public void Dispose()
    {
        ffmpeg.sws_freeContext(_scaler);
        _scaler = null;
        fixed (AVFrame** source = &_sourcePlane, target = &_targetPlane)
        {
            ffmpeg.av_frame_free(source);
            ffmpeg.av_frame_free(target);
        }
    }

    private void SetUp(AVFrame* source, RingFormat format, bool isFull)
    {
        ffmpeg.sws_freeContext(_scaler);

        // libswscale takes planar RGB of other bits through YUV, which rounds; as grey each plane gets its bits exactly.
        _planewise = (GreyOf(format.Source), GreyOf(format.Target));
        bool isPlanewise = _planewise.From != AVPixelFormat.AV_PIX_FMT_NONE && _planewise.To != AVPixelFormat.AV_PIX_FMT_NONE;
        _planewise = isPlanewise ? _planewise : (AVPixelFormat.AV_PIX_FMT_NONE, AVPixelFormat.AV_PIX_FMT_NONE);
        (AVPixelFormat from, AVPixelFormat to) = isPlanewise ? _planewise : (format.Source, format.Target);

        // Nothing is scaled, so a chroma sample that is only repeated stays what it was; elsewhere chroma is interpolated.
        int flags = ffmpeg.SWS_ACCURATE_RND | ffmpeg.SWS_FULL_CHR_H_INT | ffmpeg.SWS_FULL_CHR_H_INP | (format.IsLossless ? ffmpeg.SWS_POINT : ffmpeg.SWS_BICUBIC);
        int width = source->width;
        int height = source->height;
        _scaler = ffmpeg.sws_getContext(width, height, from, width, height, to, flags, null, null, null);
        if (_scaler == null)
        {
            throw Failed(format, "libswscale has no way");
        }

        // The same matrix and range on both sides: codes must not be stretched. For RGB libswscale ignores the range.
        bool isFromFull = isFull || isPlanewise;
        bool isToFull = isPlanewise || (isFull && format.Format.Kind != PixelFormatKind.Rgb);
        int_array4* matrix = (int_array4*)ffmpeg.sws_getCoefficients((int)source->colorspace);
        ffmpeg.sws_setColorspaceDetails(_scaler, *matrix, isFromFull ? 1 : 0, *matrix, isToFull ? 1 : 0, 0, Unity, Unity);
    }

    // gbrp14le is three planes of gray14le.
    private static AVPixelFormat GreyOf(AVPixelFormat format)
    {
        string name = ffmpeg.av_get_pix_fmt_name(format);
        return name.StartsWith("gbrp", StringComparison.Ordinal) ? ffmpeg.av_get_pix_fmt("gray" + name[4..]) : AVPixelFormat.AV_PIX_FMT_NONE;
    }

    private static void TakePlane(AVFrame* part, AVFrame* whole, uint plane, AVPixelFormat format)
    {
        part->format = (int)format;
        part->width = whole->width;
        part->height = whole->height;
        part->data[0] = whole->data[plane];
        part->linesize[0] = whole->linesize[plane];
        part->buf[0] = ffmpeg.av_buffer_ref(whole->buf[0]);
    }

    private static ToolException Failed(RingFormat format, string reason) =>
        new($"Cannot convert frames from {ffmpeg.av_get_pix_fmt_name(format.Source)} to {format.Format.Name}: {reason}.");
}
