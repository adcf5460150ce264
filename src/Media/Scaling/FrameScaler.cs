using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Colour;
using FrameRing.Media.Frames;
using FrameRing.Media.Pictures;
using FrameRing.Reading;

namespace FrameRing.Media.Scaling;

/// <summary>
/// Scales the visible part of a frame into a picture, by libswscale, which reads the slot itself. Honours the frame's colour matrix
/// and range. Does not turn the picture. Nothing is allocated on the managed heap while frames keep their shape. One thread at a time.
/// <see cref="Read"/> is all that needs the slot: validate the frame behind it, and only then let <see cref="Finish"/> do the rest.
/// </summary>
/// <param name="quality">How much work to put into it.</param>
/// <param name="toneMapping">What to do with high dynamic range and wide gamuts.</param>
/// <param name="ground">What to put behind frames with alpha, as 0xFFRRGGBB; null keeps the alpha.</param>
public sealed unsafe class FrameScaler(ScalingQuality quality, ToneMapping toneMapping = ToneMapping.Off, uint? ground = null) : IDisposable
{
    private readonly FrameWrapper _source = new();
    private AVFrame* _target = ffmpeg.av_frame_alloc();
    private Setup _setup;
    private ScalingChain? _chain;

    // Where the colours need more than libswscale: the mapper, and what it reads.
    private ColourMapper? _mapper;
    private ImageBuffer? _scaled;

    // For alpha: the frame in its own size as a picture, and what scales that; both null where the picture has that size.
    private Picture? _whole;
    private AlphaScaler? _alphaScaler;

    /// <summary>Reads a frame. The picture is undefined until <see cref="Finish"/>.</summary>
    /// <param name="view">The frame, to be validated by the caller afterwards.</param>
    /// <param name="target">The picture in the size that is wanted; it learns whether it has alpha: an opaque frame's picture has none.</param>
    /// <exception cref="UnsupportedFormatException">The frame's format cannot be converted.</exception>
    public void Read(scoped in FrameView view, Picture target)
    {
        ObjectDisposedException.ThrowIf(_target == null, this);
        AVFrame* source = _source.Wrap(view);
        ref readonly FrameMetadata metadata = ref view.Metadata;
        PixelFormat format = view.Geometry.PixelFormat!;
        Configure(new Setup(
            format.FourCC,
            new PictureSize(source->width, source->height),
            target.Size,
            UntaggedColour.MatrixOf(metadata),
            UntaggedColour.IsFullRange(metadata, format.Kind),
            AlphaPlane.IsTransparent(source),
            ColourTreatment.Of(metadata, format.Kind, toneMapping)));

        target.HasAlpha = _setup.IsTransparent;
        _chain!.Run(source, _scaled is not null ? _scaled.Frame : Wrap(_whole ?? target));
    }

    /// <summary>Makes the picture of the frame that was read last. Does not look at the slot.</summary>
    /// <param name="target">The same picture as in <see cref="Read"/>.</param>
    public void Finish(Picture target)
    {
        ObjectDisposedException.ThrowIf(_target == null, this);
        if (!_setup.IsTransparent)
        {
            _mapper?.Map(_scaled!, target);
            return;
        }

        if (_whole is not null)
        {
            _alphaScaler!.Scale(_whole, target);
        }

        _mapper?.Map(target);
        if (ground is uint colour)
        {
            Transparency.Compose(target, colour);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        fixed (AVFrame** target = &_target)
        {
            ffmpeg.av_frame_free(target);
        }

        _source.Dispose();
    }

    private AVFrame* Wrap(Picture target)
    {
        ffmpeg.av_frame_unref(_target);
        _target->format = (int)(_setup.IsTransparent ? Picture.FormatWithAlpha : Picture.Format);
        _target->width = target.Size.Width;
        _target->height = target.Size.Height;
        _target->data[0] = target.Pixels;
        _target->linesize[0] = target.Stride;
        _target->buf[0] = BorrowedBuffer.Create(target.Pixels, (ulong)((long)target.Stride * target.Size.Height));
        return _target;
    }

    private void Configure(in Setup setup)
    {
        if (_chain is not null && setup == _setup)
        {
            return;
        }

        Clear();
        PixelFormats.TryGet(setup.Format, out PixelFormat? format);
        _setup = setup;
        _mapper = setup.Treatment.IsNeeded ? new ColourMapper(setup.Treatment, format!, setup.Matrix, setup.IsFullRange) : null;
        if (setup.IsTransparent)
        {
            bool isScaled = setup.From != setup.To;
            _chain = new ScalingChain(format!, setup.From, Picture.FormatWithAlpha, setup.From, quality, setup.Matrix, setup.IsFullRange);
            _whole = isScaled ? new Picture(setup.From) : null;
            _alphaScaler = isScaled ? new AlphaScaler(setup.From, setup.To, quality) : null;
            return;
        }

        _scaled = _mapper is not null ? new ImageBuffer(_mapper.Format, setup.To) : null;
        _chain = new ScalingChain(format!, setup.From, _mapper?.Format ?? Picture.Format, setup.To, quality, setup.Matrix, setup.IsFullRange);
    }

    private void Clear()
    {
        _chain?.Dispose();
        _scaled?.Dispose();
        _whole?.Dispose();
        (_chain, _mapper, _scaled, _whole, _alphaScaler) = (null, null, null, null, null);
    }

    private readonly record struct Setup(
        FourCC Format, PictureSize From, PictureSize To, ColourMatrix Matrix, bool IsFullRange, bool IsTransparent, ColourTreatment Treatment);
}
