using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Decoding;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;
using FrameRing.V4L2.Streaming;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>The driver fills buffers of its own with compressed pictures, and a decoder puts them into slots.</summary>
internal sealed unsafe class CompressedCapture : CameraCapture
{
    // Frames that a decoder may hold back; what it says of one later is found by its number.
    private const int MaxDelay = 32;

    private const int MaxWithoutEnd = 30;

    private readonly CameraDecoder _decoder;
    private readonly SlotTransfer _transfer;
    private readonly CameraStatistics _statistics;
    private readonly FrameMetadata[] _sent = new FrameMetadata[MaxDelay];
    private readonly FrameOrientation _orientation;
    private readonly bool _isJpeg;
    private AVFrame* _frame = ffmpeg.av_frame_alloc();
    private RingFormat? _format;
    private long _number;
    private int _withoutEnd;
    private bool _hasSeenEnd;

    internal CompressedCapture(VideoDevice device, CaptureStream stream, CameraSetup setup, CameraDecoder decoder, CameraStatistics statistics, StopEvent stop)
        : base(device, stream, setup, statistics, stop)
    {
        _decoder = decoder;
        _statistics = statistics;
        _transfer = new SlotTransfer(decoder.Pool);
        _isJpeg = CompressedFormats.TryGet(setup.Format.Code, out AVCodecID codec) && CompressedFormats.IsIntraOnly(codec);
        _orientation = new FrameOrientation(codec, default);
    }

    internal override int TryStart(FrameRingWriter writer)
    {
        _decoder.Pool.UseSlotsOf(writer);
        _decoder.Restart();
        return MappedBuffers.TryStart(Stream);
    }

    public override void Dispose()
    {
        fixed (AVFrame** frame = &_frame)
        {
            ffmpeg.av_frame_free(frame);
        }

        _transfer.Dispose();
    }

    protected override bool TryRefill(FrameRingWriter writer) => true;

    protected override bool TryRequeue(in CapturedBuffer buffer) => Stream.TryQueue(buffer.Index) == 0;

    protected override bool IsWhole(in CapturedBuffer buffer) =>
        _isJpeg ? IsWholeJpeg(Stream.GetData(buffer)) : Stream.GetData(buffer).Length > 0;

    // Some cameras never write the end. Where it has not been seen in a second or so of pictures it is not asked for.
    private bool IsWholeJpeg(ReadOnlySpan<byte> data)
    {
        if (!BufferCheck.IsJpeg(data))
        {
            return false;
        }

        bool hasEnd = BufferCheck.HasEnd(data);
        _hasSeenEnd |= hasEnd;
        return hasEnd || (!_hasSeenEnd && ++_withoutEnd > MaxWithoutEnd);
    }

    protected override CaptureOutcome Deliver(FrameRingWriter writer, scoped in CapturedBuffer buffer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        holdToken = 0;
        _sent[_number % MaxDelay] = metadata;
        bool isSent = _decoder.TrySend(Stream.GetData(buffer), _number, _isJpeg || buffer.IsKey);
        _number++;
        if (!TryRequeue(buffer))
        {
            return CaptureOutcome.Dead;
        }

        if (!isSent)
        {
            _statistics.ErrorBuffers++;
            return CaptureOutcome.Nothing;
        }

        return TryTakePending(writer, out claim, ref metadata, out holdToken) ?? CaptureOutcome.Nothing;
    }

    protected override CaptureOutcome? TryTakePending(FrameRingWriter writer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        holdToken = 0;
        ffmpeg.av_frame_unref(_frame);
        if (!_decoder.TryReceive(_frame, out bool isDamaged))
        {
            _statistics.ErrorBuffers += isDamaged ? 1 : 0;
            return null;
        }

        if (_format is null || _format.Source != (AVPixelFormat)_frame->format)
        {
            _format = RingFormat.For((AVPixelFormat)_frame->format);
        }

        metadata = _sent[Math.Max(0, _frame->pts) % MaxDelay];
        Describe(ref metadata, _format);
        return _transfer.TryFill(writer, _frame, _format, ref metadata, out claim, out holdToken) ? CaptureOutcome.Frame
            : _transfer.IsTooLarge ? CaptureOutcome.TooLarge
            : CaptureOutcome.Dropped;
    }

    // What the stream says of colours goes before what the driver says.
    private void Describe(ref FrameMetadata metadata, RingFormat format)
    {
        AVFrame* frame = _frame;
        CaptureColour colour = Setup.Format.Colour;
        bool isNowRgb = format.IsConverted && format.Format.Kind == PixelFormatKind.Rgb;
        metadata.Format = format.Format.FourCC;
        metadata.PlaneCount = format.Format.PlaneCount;
        metadata.CodedWidth = frame->width;
        metadata.CodedHeight = frame->height;
        metadata.Crop = new CropRectangle(
            (int)frame->crop_left, (int)frame->crop_top,
            frame->width - (int)(frame->crop_left + frame->crop_right), frame->height - (int)(frame->crop_top + frame->crop_bottom));
        metadata.Primaries = frame->color_primaries == AVColorPrimaries.AVCOL_PRI_UNSPECIFIED ? colour.Primaries : (ColourPrimaries)frame->color_primaries;
        metadata.Transfer = frame->color_trc == AVColorTransferCharacteristic.AVCOL_TRC_UNSPECIFIED ? colour.Transfer : (ColourTransfer)frame->color_trc;
        metadata.Matrix = isNowRgb ? ColourMatrix.Rgb : frame->colorspace == AVColorSpace.AVCOL_SPC_UNSPECIFIED ? colour.Matrix : (ColourMatrix)frame->colorspace;
        metadata.Range = isNowRgb || format.IsFullRange(frame) ? ColourRange.Full : ColourRange.Limited;
        metadata.ChromaLocation = (ChromaLocation)frame->chroma_location;
        _orientation.Of(frame).Describe(ref metadata);
        metadata.Flags = (frame->key_frame != 0 ? FrameFlags.Key : FrameFlags.None)
            | ((frame->flags & ffmpeg.AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0 ? FrameFlags.Corrupt : FrameFlags.None);
        if (frame->sample_aspect_ratio is { num: > 0, den: > 0 } aspect)
        {
            metadata.SampleAspectRatio = new Rational(aspect.num, aspect.den);
        }
    }
}
