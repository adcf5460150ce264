using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Decoding;
using FrameRing.Producer.Demuxing;

namespace FrameRing.Producer.Sources.Files;

/// <summary>Turns what FFmpeg says of a frame into what the ring says of it, all but the planes. Allocates nothing unless the pixel format changes.</summary>
internal sealed unsafe class FrameDescription(VideoInput input, RingFormat? expected, Rational? forcedRate)
{
    // A picture without a rate, shown again and again: as FFmpeg does with picture files.
    private const int StillsPerSecond = 25;

    private readonly long _start = input.StartTime;
    private readonly Rational _timeBase = ToRational(input.Stream->time_base);
    private readonly Rational _frameRate = input.IsCover ? Rational.Unknown : ToRational(ffmpeg.av_guess_frame_rate(input.Format, input.Stream, null));
    private readonly long _coverDuration = input.IsCover ? ffmpeg.av_rescale_q(1, new AVRational { num = 1, den = StillsPerSecond }, input.Stream->time_base) : 0;
    private readonly FrameOrientation _orientation = new(input.Stream->codecpar->codec_id, FrameOrientation.OfStream(input.Stream));
    private long _counted;
    private RingFormat? _format = expected;
    private string? _said = expected?.Remark;
    private string? _remark;

    /// <summary>What a frame's pixels are in the ring.</summary>
    internal RingFormat FormatOf(AVFrame* frame)
    {
        AVPixelFormat source = frame->hw_frames_ctx == null ? (AVPixelFormat)frame->format : ((AVHWFramesContext*)frame->hw_frames_ctx->data)->sw_format;
        if (_format is null || _format.Source != source)
        {
            _format = RingFormat.For(source);
            _remark = _format.Remark == _said ? null : _format.Remark;
            _said = _format.Remark;
        }

        return _format;
    }

    /// <summary>A conversion that began with the last frame and was not foreseen; null if there was none. Said once.</summary>
    internal string? TakeRemark()
    {
        string? remark = _remark;
        _remark = null;
        return remark;
    }

    internal void Describe(AVFrame* frame, out FrameMetadata metadata)
    {
        RingFormat ring = FormatOf(frame);
        PixelFormat format = ring.Format;
        bool isNowRgb = ring.IsConverted && format.Kind == PixelFormatKind.Rgb;
        long pts = frame->best_effort_timestamp;
        AVRational aspect = ffmpeg.av_guess_sample_aspect_ratio(input.Format, input.Stream, frame);
        bool isCorrupt = (frame->flags & ffmpeg.AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0;
        metadata = new FrameMetadata
        {
            Pts = pts == ffmpeg.AV_NOPTS_VALUE ? FrameMetadata.NoPts : pts - _start,
            TimeBase = _timeBase,
            Duration = input.IsCover ? _coverDuration : frame->pkt_duration,
            FrameRate = _frameRate,
            Format = format.FourCC,
            PlaneCount = format.PlaneCount,
            CodedWidth = frame->width,
            CodedHeight = frame->height,
            Crop = new CropRectangle(
                (int)frame->crop_left,
                (int)frame->crop_top,
                frame->width - (int)(frame->crop_left + frame->crop_right),
                frame->height - (int)(frame->crop_top + frame->crop_bottom)),
            SampleAspectRatio = aspect.num == 0 ? Rational.Unknown : ToRational(aspect),
            Primaries = (ColourPrimaries)frame->color_primaries,
            Transfer = (ColourTransfer)frame->color_trc,
            Matrix = isNowRgb ? ColourMatrix.Rgb : (ColourMatrix)frame->colorspace,
            Range = isNowRgb || ring.IsFullRange(frame) ? ColourRange.Full : (ColourRange)frame->color_range,
            ChromaLocation = (ChromaLocation)frame->chroma_location,
            Interlacing = frame->interlaced_frame == 0 ? Interlacing.Progressive
                : frame->top_field_first != 0 ? Interlacing.TopFieldFirst : Interlacing.BottomFieldFirst,
            Flags = (frame->key_frame != 0 ? FrameFlags.Key : FrameFlags.None) | (isCorrupt ? FrameFlags.Corrupt : FrameFlags.None),
        };
        _orientation.Of(frame).Describe(ref metadata);
    }

    /// <summary>Where a rate is forced, gives the frame the time that it has by its number: for every frame that is published, once.</summary>
    internal void Count(ref FrameMetadata metadata)
    {
        if (forcedRate is { } rate)
        {
            metadata.TimeBase = new Rational(rate.Denominator, rate.Numerator);
            metadata.FrameRate = rate;
            metadata.Pts = _counted++;
            metadata.Duration = 1;
        }
    }

    private static Rational ToRational(AVRational value) => new(value.num, value.den);
}
