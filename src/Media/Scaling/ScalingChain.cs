using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Media.Frames;
using FrameRing.Media.Pictures;

namespace FrameRing.Media.Scaling;

/// <summary>
/// libswscale from one size and format to another, in as many steps as <see cref="ScalingSizes"/> says. All but the last one keep the
/// colours as they are coded; the last one converts them, where the target is RGB. Allocates nothing on the managed heap per frame.
/// </summary>
internal sealed unsafe class ScalingChain : IDisposable
{
    private const int OneInFixedPoint = 1 << 16;

    private readonly List<Step> _steps = [];
    private readonly PixelFormat _format;

    /// <summary>Sets the steps up.</summary>
    /// <param name="format">The source's format.</param>
    /// <param name="from">The source's size.</param>
    /// <param name="to">The target's format.</param>
    /// <param name="size">The target's size.</param>
    /// <param name="quality">How much work to put into it.</param>
    /// <param name="matrix">The source's matrix.</param>
    /// <param name="isFullRange">Whether the source's code values span the whole range.</param>
    /// <exception cref="UnsupportedFormatException">libswscale cannot do it.</exception>
    internal ScalingChain(PixelFormat format, PictureSize from, AVPixelFormat to, PictureSize size, ScalingQuality quality, ColourMatrix matrix, bool isFullRange)
    {
        _format = format;
        AVPixelFormat now = FFmpegPixelFormats.Of(format);
        if (ffmpeg.sws_isSupportedInput(now) == 0)
        {
            throw new UnsupportedFormatException($"The frames have the pixel format {format}, which libswscale of this machine cannot convert.");
        }

        try
        {
            for (PictureSize next = ScalingSizes.Next(from, size, quality); next != size; next = ScalingSizes.Next(from, size, quality))
            {
                AVPixelFormat middle = MiddleOf(format);
                // First the memory, which is freed by its finalizer at the latest.
                ImageBuffer buffer = new(middle, next);
                _steps.Add(new Step((nint)Open(now, from, middle, next, quality), buffer));
                (now, from) = (middle, next);
            }

            SwsContext* last = Open(now, from, to, size, quality);
            _steps.Add(new Step((nint)last, null));
            if (!IsYuv(to))
            {
                // Where both sides are RGB there is no matrix, and the call has nothing to do.
                int* coefficients = ffmpeg.sws_getCoefficients((int)matrix);
                ffmpeg.sws_setColorspaceDetails(
                    last, *(int_array4*)coefficients, isFullRange ? 1 : 0, *(int_array4*)coefficients, 1, 0, OneInFixedPoint, OneInFixedPoint);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Scales.</summary>
    /// <param name="source">The source, which is only read.</param>
    /// <param name="target">Its planes receive the result.</param>
    internal void Run(AVFrame* source, AVFrame* target)
    {
        foreach (Step step in _steps)
        {
            AVFrame* to = step.Middle is null ? target : step.Middle.Frame;
            int result = ffmpeg.sws_scale_frame((SwsContext*)step.Context, to, source);
            if (result < 0)
            {
                throw new UnsupportedFormatException($"libswscale cannot turn {_format} of {source->width}x{source->height} into a picture of {to->width}x{to->height}: error {result}.");
            }

            source = to;
        }
    }

    public void Dispose()
    {
        foreach (Step step in _steps)
        {
            ffmpeg.sws_freeContext((SwsContext*)step.Context);
            step.Middle?.Dispose();
        }

        _steps.Clear();
    }

    // Chroma as fine as luma, so that nothing is lost between two steps.
    private static AVPixelFormat MiddleOf(PixelFormat format) => (format.Kind, format.BitsPerComponent > 8) switch
    {
        (PixelFormatKind.Yuv, false) => AVPixelFormat.AV_PIX_FMT_YUV444P,
        (PixelFormatKind.Yuv, true) => AVPixelFormat.AV_PIX_FMT_YUV444P16LE,
        (PixelFormatKind.Grey, false) => AVPixelFormat.AV_PIX_FMT_GRAY8,
        (PixelFormatKind.Grey, true) => AVPixelFormat.AV_PIX_FMT_GRAY16LE,
        (_, false) => AVPixelFormat.AV_PIX_FMT_BGR0,
        (_, true) => AVPixelFormat.AV_PIX_FMT_RGB48LE,
    };

    private static bool IsYuv(AVPixelFormat format) => format == AVPixelFormat.AV_PIX_FMT_YUV444P16LE;

    private SwsContext* Open(AVPixelFormat from, PictureSize fromSize, AVPixelFormat to, PictureSize toSize, ScalingQuality quality)
    {
        int flags = quality == ScalingQuality.Fine
            ? ffmpeg.SWS_BICUBIC | ffmpeg.SWS_ACCURATE_RND | ffmpeg.SWS_FULL_CHR_H_INT
            : ffmpeg.SWS_BILINEAR;
        SwsContext* context = ffmpeg.sws_getContext(fromSize.Width, fromSize.Height, from, toSize.Width, toSize.Height, to, flags, null, null, null);
        return context != null ? context : throw new UnsupportedFormatException($"libswscale cannot scale {_format} from {fromSize} to {toSize}.");
    }

    private readonly record struct Step(nint Context, ImageBuffer? Middle);
}
