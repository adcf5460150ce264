using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Frames;
using FrameRing.Media.Pictures;
using FrameRing.Reading;

namespace FrameRing.Media.Scaling;

/// <summary>
/// Scales the visible part of a frame into a picture, by libswscale, which reads the slot itself. Honours the frame's colour matrix
/// and range. Does not turn the picture. Nothing is allocated on the managed heap while frames keep their shape. One thread at a time.
/// </summary>
/// <param name="quality">How much work to put into it.</param>
public sealed unsafe class FrameScaler(ScalingQuality quality) : IDisposable
{
    private const int OneInFixedPoint = 1 << 16;

    private readonly FrameWrapper _source = new();
    private AVFrame* _target = ffmpeg.av_frame_alloc();
    private SwsContext* _context;
    private Setup _setup;

    /// <summary>Scales.</summary>
    /// <param name="view">The frame, to be validated by the caller afterwards.</param>
    /// <param name="target">Receives the picture in its own size.</param>
    /// <exception cref="UnsupportedFormatException">The frame's format cannot be converted.</exception>
    public void Scale(scoped in FrameView view, Picture target)
    {
        ObjectDisposedException.ThrowIf(_target == null, this);
        AVFrame* source = _source.Wrap(view);
        ref readonly FrameMetadata metadata = ref view.Metadata;
        PixelFormat format = view.Geometry.PixelFormat!;
        Configure(format, new Setup(
            (AVPixelFormat)source->format,
            new PictureSize(source->width, source->height),
            target.Size,
            UntaggedColour.MatrixOf(metadata),
            UntaggedColour.IsFullRange(metadata, format.Kind)));

        ffmpeg.av_frame_unref(_target);
        _target->format = (int)Picture.Format;
        _target->width = target.Size.Width;
        _target->height = target.Size.Height;
        _target->data[0] = target.Pixels;
        _target->linesize[0] = target.Stride;
        _target->buf[0] = FrameWrapper.Borrow(target.Pixels, (ulong)((long)target.Stride * target.Size.Height));
        int result = ffmpeg.sws_scale_frame(_context, _target, source);
        if (result < 0)
        {
            throw new UnsupportedFormatException($"libswscale cannot turn {format} of {_setup.From} into a picture of {target.Size}: error {result}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ffmpeg.sws_freeContext(_context);
        _context = null;
        fixed (AVFrame** target = &_target)
        {
            ffmpeg.av_frame_free(target);
        }

        _source.Dispose();
    }

    private void Configure(PixelFormat format, in Setup setup)
    {
        if (_context != null && setup == _setup)
        {
            return;
        }

        ffmpeg.sws_freeContext(_context);
        _context = null;
        if (ffmpeg.sws_isSupportedInput(setup.Format) == 0)
        {
            throw new UnsupportedFormatException($"The frames have the pixel format {format}, which libswscale of this machine cannot convert.");
        }

        int flags = quality == ScalingQuality.Fine
            ? ffmpeg.SWS_BICUBIC | ffmpeg.SWS_ACCURATE_RND | ffmpeg.SWS_FULL_CHR_H_INT
            : ffmpeg.SWS_BILINEAR;
        _context = ffmpeg.sws_getContext(
            setup.From.Width, setup.From.Height, setup.Format, setup.To.Width, setup.To.Height, Picture.Format, flags, null, null, null);
        if (_context == null)
        {
            throw new UnsupportedFormatException($"libswscale cannot scale {format} from {setup.From} to {setup.To}.");
        }

        // Where both sides are RGB there is no matrix, and the call has nothing to do.
        int* coefficients = ffmpeg.sws_getCoefficients((int)setup.Matrix);
        ffmpeg.sws_setColorspaceDetails(
            _context, *(int_array4*)coefficients, setup.IsFullRange ? 1 : 0, *(int_array4*)coefficients, 1, 0, OneInFixedPoint, OneInFixedPoint);
        _setup = setup;
    }

    private readonly record struct Setup(AVPixelFormat Format, PictureSize From, PictureSize To, ColourMatrix Matrix, bool IsFullRange);
}
