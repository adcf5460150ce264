using FFmpeg.AutoGen;
using FrameRing.CommandLine;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Decoding;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Files;

/// <summary>Decodes a file or URL straight into slots; what the decoder will not put there is copied once and counted so.</summary>
internal sealed unsafe class FileSource : IFrameSource
{
    // What readers may still look at while the decoder goes on, and what is in the making.
    private const int ReadableWindow = 8;
    private const int DefaultThreads = 4;
    private const int MaxErrorsInARow = 1000;

    private readonly SlotBufferPool _pool;
    private readonly VideoFile _file;
    private readonly FrameDescription _description;
    private readonly string _input;
    private readonly bool _isSeeking;
    private readonly long _firstPts;
    private AVPacket* _packet;
    private AVFrame* _frame;
    private bool _isDraining;
    private bool _disposed;
    private int _errorsInARow;
    private long _corruptPackets;
    private long _frames;

    internal FileSource(FileSourceOptions options)
    {
        _input = options.Input;
        int threads = options.Threads ?? Math.Min(Environment.ProcessorCount, DefaultThreads);

        _pool = new SlotBufferPool();
        _file = VideoFile.Open(options, _pool, threads);
        Slots = PlanSlots(_file, threads);
        _description = new FrameDescription(_file);
        _packet = ffmpeg.av_packet_alloc();
        _frame = ffmpeg.av_frame_alloc();
        AVCodecParameters* parameters = _file.Stream->codecpar;
        AVRational rate = ffmpeg.av_guess_frame_rate(_file.Format, _file.Stream, null);
        Description = FormattableString.Invariant($"{Path.GetFileName(options.Input)}, {parameters->width}x{parameters->height} at {(rate.den == 0 ? 0 : (double)rate.num / rate.den):0.###} frames/s, decoder {_file.DecoderName} with {threads} thread{(threads == 1 ? string.Empty : "s")}{(_file.IsDirect ? ", decoding into slots" : ", which decodes into buffers of its own: one copy per frame")}");
        if (options.Seek > TimeSpan.Zero)
        {
            _isSeeking = true;
            _firstPts = (long)(options.Seek.TotalSeconds * _file.Stream->time_base.den / _file.Stream->time_base.num);
            SeekTo(options.Seek);
        }
    }

    public string Description { get; }

    public SlotPlan Slots { get; }

    public ISlotHold Hold { get; } = new BufferHold();

    public long TakeCorruptCount() => Interlocked.Exchange(ref _corruptPackets, 0);

    public void GiveBack(nint holdToken)
    {
        AVBufferRef* buffer = (AVBufferRef*)holdToken;
        ffmpeg.av_buffer_unref(&buffer);
    }

    public SourceStatus TryFill(FrameRingWriter writer, out SlotClaim claim, out FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        metadata = default;
        holdToken = 0;
        _pool.UseSlotsOf(writer);
        do
        {
            ffmpeg.av_frame_unref(_frame);
            if (!TryDecode())
            {
                return _frames > 0 ? SourceStatus.Ended : throw new ToolException($"'{_input}' has no frame that could be decoded{(_pool.Failure is { } failure ? $": {failure.Message}" : ".")}");
            }

            _frames++;
            _description.Describe(_frame, out metadata);
        }
        while (_isSeeking && metadata.Pts != FrameMetadata.NoPts && metadata.Pts < _firstPts);

        return TryTakeSlot(writer, ref metadata, out claim, out holdToken) || TryCopy(writer, ref metadata, out claim)
            ? SourceStatus.Filled
            : SourceStatus.Dropped;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        fixed (AVFrame** frame = &_frame)
        {
            ffmpeg.av_frame_free(frame);
        }

        fixed (AVPacket** packet = &_packet)
        {
            ffmpeg.av_packet_free(packet);
        }

        _file.Dispose();
        _pool.Dispose();
    }

    private bool TryDecode()
    {
        while (true)
        {
            int result = ffmpeg.avcodec_receive_frame(_file.Codec, _frame);
            if (result >= 0)
            {
                _errorsInARow = 0;
                return true;
            }

            if (result == ffmpeg.AVERROR_EOF)
            {
                return false;
            }

            if (result != ffmpeg.AVERROR(ffmpeg.EAGAIN) && !CountError())
            {
                return false;
            }

            if (result == ffmpeg.AVERROR(ffmpeg.EAGAIN) && !Feed())
            {
                return false;
            }
        }
    }

    // Gives the decoder one more packet, or the end.
    private bool Feed()
    {
        while (!_isDraining)
        {
            int result = ffmpeg.av_read_frame(_file.Format, _packet);
            if (result < 0)
            {
                _isDraining = true;
                return ffmpeg.avcodec_send_packet(_file.Codec, null) >= 0 && (result == ffmpeg.AVERROR_EOF || CountError());
            }

            bool isOurs = _packet->stream_index == _file.StreamIndex;
            result = isOurs ? ffmpeg.avcodec_send_packet(_file.Codec, _packet) : 0;
            ffmpeg.av_packet_unref(_packet);
            if (result < 0 && !CountError())
            {
                return false;
            }

            if (isOurs)
            {
                return true;
            }
        }

        // The decoder wants more although it was told that there is none.
        return false;
    }

    private bool CountError()
    {
        Interlocked.Increment(ref _corruptPackets);
        return ++_errorsInARow < MaxErrorsInARow;
    }

    private bool TryTakeSlot(FrameRingWriter writer, scoped ref FrameMetadata metadata, out SlotClaim claim, out nint holdToken)
    {
        holdToken = 0;
        claim = default;

        // A decoder may put out one buffer twice: the second time the slot is no longer claimed, and the frame is copied.
        if (_frame->buf[0] == null || !_pool.TryGetClaim(_frame->buf[0], out DetachedClaim detached) || !writer.TryResume(detached, out claim))
        {
            return false;
        }

        byte* slot = claim.DangerousPointer;
        for (uint plane = 0; plane < metadata.PlaneCount; plane++)
        {
            metadata.SetPlane((int)plane, new PlaneLayout(_frame->data[plane] - slot, _frame->linesize[plane]));
        }

        metadata.BytesUsed = claim.Size;
        metadata.Path = TransferPath.Direct;
        holdToken = (nint)ffmpeg.av_buffer_ref(_frame->buf[0]);
        return true;
    }

    private bool TryCopy(FrameRingWriter writer, scoped ref FrameMetadata metadata, out SlotClaim claim)
    {
        claim = default;
        if (!PlaneArrangement.TryCreate(null, (AVPixelFormat)_frame->format, _frame->width, _frame->height, out PlaneArrangement planes))
        {
            return false;
        }

        ClaimStatus status = writer.TryClaim(planes.TotalSize, out claim);
        if (status == ClaimStatus.TooLarge)
        {
            writer.PrepareGeneration(writer.SlotCount, planes.TotalSize);
            status = writer.TryClaim(planes.TotalSize, out claim);
        }

        if (status != ClaimStatus.Ok)
        {
            return false;
        }

        PixelFormat format = _description.FormatOf(_frame);
        byte* slot = claim.DangerousPointer;
        for (uint plane = 0; plane < metadata.PlaneCount; plane++)
        {
            long rowBytes = format.RowBytes((int)plane, _frame->width);
            int rows = format.Rows((int)plane, _frame->height);
            for (int row = 0; row < rows; row++)
            {
                Buffer.MemoryCopy(
                    _frame->data[plane] + ((long)row * _frame->linesize[plane]),
                    slot + planes.Offsets[plane] + ((long)row * planes.Strides[plane]),
                    rowBytes,
                    rowBytes);
            }

            metadata.SetPlane((int)plane, new PlaneLayout(planes.Offsets[plane], format.Kind == PixelFormatKind.Palette && plane == 1 ? (int)rowBytes : planes.Strides[plane]));
        }

        metadata.BytesUsed = planes.TotalSize;
        metadata.Path = TransferPath.Copied;
        return true;
    }

    private void SeekTo(TimeSpan position)
    {
        long start = _file.Format->start_time == ffmpeg.AV_NOPTS_VALUE ? 0 : _file.Format->start_time;
        long target = start + (long)(position.TotalSeconds * ffmpeg.AV_TIME_BASE);
        int result = ffmpeg.avformat_seek_file(_file.Format, -1, long.MinValue, target, target, 0);
        if (result < 0)
        {
            throw new ToolException($"Cannot go to {position.TotalSeconds:0.###} s in '{_input}': {FFmpegError.Describe(result)}.");
        }
    }

    private static SlotPlan PlanSlots(VideoFile file, int threads)
    {
        AVCodecParameters* parameters = file.Stream->codecpar;
        AVPixelFormat format = file.Codec->pix_fmt == AVPixelFormat.AV_PIX_FMT_NONE ? AVPixelFormat.AV_PIX_FMT_YUV420P : file.Codec->pix_fmt;

        // Coded sizes are whole blocks of up to 64 pixels larger than the visible ones, of which the file's header speaks.
        int width = Math.Max(parameters->width, file.Codec->coded_width);
        int height = Math.Max(parameters->height, file.Codec->coded_height);
        if (width < 1 || height < 1 || !PlaneArrangement.TryCreate(file.Codec, format, width, height, out PlaneArrangement planes))
        {
            throw new ToolException("The video's size is not known, so no slot can be made for it.");
        }

        if (!file.IsDirect)
        {
            return new SlotPlan(ReadableWindow + 2, 2, planes.TotalSize, $"1 being copied to + {ReadableWindow + 1} for readers");
        }

        int references = ReferenceFrames.WorstCase(parameters);
        int inFlight = references + 1 + (threads - 1);
        string reason = $"{inFlight} for the decoder ({references} references, {threads} thread{(threads == 1 ? string.Empty : "s")}) + {ReadableWindow} for readers";
        return new SlotPlan(inFlight + ReadableWindow, inFlight + 1, planes.TotalSize, reason);
    }
}
