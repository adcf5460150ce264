using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Errors;
using FrameRing.Producer.Decoding;
using FrameRing.Producer.Demuxing;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Files;

/// <summary>Decodes a file or URL straight into slots; what the decoder will not put there is copied once and counted so.</summary>
internal sealed unsafe class FileSource : IFrameSource
{
    private const int DefaultThreads = 4;

    // How long one call may take while there is no slot of the size, so that the caller can tell the user how it goes.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(250);

    private readonly FileSourceOptions _options;
    private readonly SlotBufferPool _pool;
    private readonly VideoInput _input;
    private readonly VideoDecoder _codec;
    private readonly FrameDecoder _decoder;
    private readonly SlotTransfer _transfer;
    private readonly FrameDescription _description;
    private readonly RoundTimeline _timeline = new();
    private readonly long _firstPts = long.MinValue;
    private AVFrame* _frame;
    private long _roundsLeft;
    private long _framesOfRound;
    private long _corruptFrames;
    private bool _hasFrames;
    private bool _hasDecoded;
    private FrameMetadata? _waiting;
    private string? _remark;
    private bool _disposed;

    internal FileSource(FileSourceOptions options)
    {
        _options = options;
        _roundsLeft = options.Loop;
        int threads = options.Threads ?? Math.Min(Environment.ProcessorCount, DefaultThreads);

        _pool = new SlotBufferPool(options.Stop);
        _input = VideoInput.Open(options);
        _codec = OpenDecoder(threads);
        Slots = DecoderSlots.Plan(_input, _codec, threads);
        _pool.GivesSlots = _codec.IsDirect;
        _decoder = new FrameDecoder(_input, _codec, options.Stop);
        _transfer = new SlotTransfer(_pool);
        _description = new FrameDescription(_input, _codec.ExpectedFormat, options.ForcedRate);
        _frame = ffmpeg.av_frame_alloc();
        Description = Describe(_input, _codec, options, threads);
        Name = NameOf(options);
        ExpectedFrames = Expect(_input, options);
        _remark = _codec.DeviceRemark;
        if (options.Loop != 0)
        {
            _input.RequireSeeking();
        }

        if (options.Seek > TimeSpan.Zero)
        {
            _firstPts = (long)(options.Seek.TotalSeconds * _input.Stream->time_base.den / _input.Stream->time_base.num);
            _input.SeekTo(options.Seek);
        }
    }

    public string Description { get; }

    public string Name { get; }

    public long? ExpectedFrames { get; }

    public SlotPlan Slots { get; }

    public ISlotHold Hold { get; } = new BufferHold();

    public string? Failure { get; private set; }

    public string? TakeRemark()
    {
        string? remark = _remark ?? _description.TakeRemark() ?? _pool.Larger.TakeRemark() ?? _decoder.Others.TakeRemark();
        _remark = null;
        return remark;
    }

    public long TakeCorruptCount()
    {
        long count = _decoder.TakeCorruptCount() + _corruptFrames;
        _corruptFrames = 0;
        return count;
    }

    public void GiveBack(nint holdToken)
    {
        AVBufferRef* buffer = (AVBufferRef*)holdToken;
        ffmpeg.av_buffer_unref(&buffer);
    }

    public SourceStatus TryFill(FrameRingWriter writer, out SlotClaim claim, out FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        holdToken = 0;
        _pool.UseSlotsOf(writer);
        if (_waiting is { } kept)
        {
            metadata = kept;
            _waiting = null;
            _options.Stop.WaitHandle.WaitOne(s_slice);
        }
        else if (TryNext(out metadata) is var status and not SourceStatus.Filled)
        {
            return status;
        }

        if (_options.Stop.IsCancellationRequested)
        {
            return SourceStatus.Ended;
        }

        FrameMetadata described = metadata;
        if (_transfer.TryFill(writer, _frame, _description.FormatOf(_frame), ref metadata, out claim, out holdToken))
        {
            return SourceStatus.Filled;
        }

        if (!_transfer.IsTooLarge)
        {
            return SourceStatus.Dropped;
        }

        // Where readers must get every frame, this one waits for a slot as it would for readers.
        if (writer.Delivery == Delivery.Lossless)
        {
            _waiting = described;
            return SourceStatus.Waiting;
        }

        return SourceStatus.TooLarge;
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

        _decoder.Dispose();
        _transfer.Dispose();
        _codec.Dispose();
        _input.Dispose();
        _pool.Dispose();
    }

    // Decodes the next frame that is wanted, of this round or the next.
    private SourceStatus TryNext(out FrameMetadata metadata)
    {
        do
        {
            metadata = default;
            ffmpeg.av_frame_unref(_frame);
            DecodingOutcome outcome;
            while ((outcome = _decoder.TryDecode(_frame)) != DecodingOutcome.Frame)
            {
                if (outcome == DecodingOutcome.Remark)
                {
                    return SourceStatus.Waiting;
                }

                if (!TryBeginRound())
                {
                    return SourceStatus.Ended;
                }
            }

            _hasDecoded = true;
            _description.Describe(_frame, out metadata);
        }
        while (metadata.Pts != FrameMetadata.NoPts && metadata.Pts < _firstPts);

        _framesOfRound++;
        _hasFrames = true;

        _description.Count(ref metadata);
        _timeline.Place(ref metadata);
        metadata.Flags |= _decoder.HasJumped ? FrameFlags.Discontinuity : FrameFlags.None;
        _corruptFrames += (metadata.Flags & FrameFlags.Corrupt) != 0 ? 1 : 0;
        return SourceStatus.Filled;
    }

    // Goes back to where the first round began if a further round is due. Without any frame the rounds would never end.
    private bool TryBeginRound()
    {
        if (_options.Stop.IsCancellationRequested)
        {
            return false;
        }

        if (!_hasFrames && _hasDecoded)
        {
            throw new ToolException(FormattableString.Invariant($"'{_options.ShownInput}' has no frame at or after {_options.Seek.TotalSeconds:0.###} s. Use a smaller --seek."));
        }

        if (!_hasFrames)
        {
            string reason = (_pool.Larger.Failure is { } refusal ? RemedyOptions.Describe(refusal, "producer") : null) ?? _decoder.ReadFailure
                ?? (_codec.Device is { IsRefused: true } device ? $"{device.Name} cannot decode it; use -hwaccel auto, or leave it out" : string.Empty);
            string details = FFmpegError.WithLastLine(reason.TrimEnd('.'));
            throw new ToolException($"'{_options.ShownInput}' has no frame that could be decoded{(details.Length == 0 ? string.Empty : $": {details}")}.{InputAdvice.Find(!_input.CanSeek)}");
        }

        if (_decoder.ReadFailure is { } failure)
        {
            Failure = $"Reading '{_options.ShownInput}' ended early: {FFmpegError.WithLastLine(failure)}.";
            return false;
        }

        if (_roundsLeft == 0 || _framesOfRound == 0)
        {
            return false;
        }

        try
        {
            _input.SeekTo(_options.Seek);
        }
        catch (ToolException e)
        {
            Failure = e.Message;
            return false;
        }

        if (_roundsLeft > 0)
        {
            _roundsLeft--;
        }

        _framesOfRound = 0;
        _decoder.Restart();
        _timeline.BeginRound();
        return true;
    }

    private VideoDecoder OpenDecoder(int threads)
    {
        try
        {
            return VideoDecoder.Open(_input, _options, _pool, threads);
        }
        catch
        {
            _input.Dispose();
            throw;
        }
    }

    // From what the file's header says; for people who wait, not for counting.
    private static long? Expect(VideoInput input, FileSourceOptions options)
    {
        AVRational rate = ffmpeg.av_guess_frame_rate(input.Format, input.Stream, null);
        double seconds = ((double)input.Format->duration / ffmpeg.AV_TIME_BASE) - options.Seek.TotalSeconds;
        bool isKnown = input.Format->duration > 0 && seconds > 0 && rate.num > 0 && rate.den > 0 && options.Loop >= 0;
        return input.IsStill ? options.Loop < 0 ? null : options.Loop + 1
            : isKnown ? (long)(seconds * rate.num / rate.den * (options.Loop + 1)) : null;
    }

    // Of an address all but its query, which is long and may hold secrets; of a file its name.
    private static string NameOf(FileSourceOptions options) => PipeInput.IsStandardInput(options.Input) ? "standard input"
        : options.Input.Contains("://", StringComparison.Ordinal) ? options.ShownInput.Split('?')[0]
        : Path.GetFileName(options.ShownInput);

    private static string Describe(VideoInput input, VideoDecoder codec, FileSourceOptions options, int threads)
    {
        AVCodecParameters* parameters = input.Stream->codecpar;
        AVRational told = ffmpeg.av_guess_frame_rate(input.Format, input.Stream, null);
        string rate = options.ForcedRate is { } forced ? FormattableString.Invariant($" at {forced.ToDouble():0.###} frames/s as asked")
            : input.IsStill ? ", a still picture"
            : FormattableString.Invariant($" at {(told.den == 0 ? 0 : (double)told.num / told.den):0.###} frames/s");
        string path = codec.Device is { } device ? $", decoding on {device.Name}: one download per frame"
            : codec.ExpectedFormat?.Remark is { } remark ? $", {remark}: one copy per frame"
            : codec.IsDirect ? ", decoding into slots"
            : ", which decodes into buffers of its own: one copy per frame";
        string choice = StreamChoice.List(input.Format, input.StreamIndex) is { Length: > 0 } others
            ? FormattableString.Invariant($"; video stream {input.StreamIndex}, not {others}") : string.Empty;
        return FormattableString.Invariant($"{NameOf(options)}, {parameters->width}x{parameters->height}{rate}, decoder {codec.Name} with {Counted.Of(threads, "thread")}{path}{choice}");
    }
}
