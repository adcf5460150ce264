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
    private const int DefaultThreads = 4;

    // How long one call may take while there is no slot of the size, so that the caller can tell the user how it goes.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(250);

    private readonly FileSourceOptions _options;
    private readonly SlotBufferPool _pool;
    private readonly VideoFile _file;
    private readonly FrameDecoder _decoder;
    private readonly SlotTransfer _transfer;
    private readonly FrameDescription _description;
    private readonly RoundTimeline _timeline;
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
        _file = VideoFile.Open(options, _pool, threads);
        Slots = DecoderSlots.Plan(_file, threads);
        _pool.GivesSlots = _file.IsDirect;
        _timeline = new RoundTimeline((_file.Format->iformat->flags & ffmpeg.AVFMT_TS_DISCONT) != 0);
        _decoder = new FrameDecoder(_file, options.Stop);
        _transfer = new SlotTransfer(_pool);
        _description = new FrameDescription(_file);
        _frame = ffmpeg.av_frame_alloc();
        Description = Describe(_file, options.Input, threads);
        ExpectedFrames = Expect(_file, options);
        _remark = _file.DeviceRemark;
        if (options.Loop != 0)
        {
            _file.RequireSeeking();
        }

        if (options.Seek > TimeSpan.Zero)
        {
            _firstPts = (long)(options.Seek.TotalSeconds * _file.Stream->time_base.den / _file.Stream->time_base.num);
            _file.SeekTo(options.Seek);
        }
    }

    public string Description { get; }

    public long? ExpectedFrames { get; }

    public SlotPlan Slots { get; }

    public ISlotHold Hold { get; } = new BufferHold();

    public string? Failure { get; private set; }

    public string? TakeRemark()
    {
        string? remark = _remark ?? _description.TakeRemark() ?? _pool.Larger.TakeRemark();
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
        else if (!TryNext(out metadata))
        {
            return SourceStatus.Ended;
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
        _file.Dispose();
        _pool.Dispose();
    }

    // Decodes the next frame that is wanted, of this round or the next.
    private bool TryNext(out FrameMetadata metadata)
    {
        do
        {
            metadata = default;
            ffmpeg.av_frame_unref(_frame);
            while (!_decoder.TryDecode(_frame))
            {
                if (!TryBeginRound())
                {
                    return false;
                }
            }

            _hasDecoded = true;
            _description.Describe(_frame, out metadata);
        }
        while (metadata.Pts != FrameMetadata.NoPts && metadata.Pts < _firstPts);

        _framesOfRound++;
        _hasFrames = true;

        _timeline.Place(ref metadata);
        _corruptFrames += (metadata.Flags & FrameFlags.Corrupt) != 0 ? 1 : 0;
        return true;
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
            throw new ToolException(FormattableString.Invariant($"'{_options.Input}' has no frame at or after {_options.Seek.TotalSeconds:0.###} s. Use a smaller --seek."));
        }

        if (!_hasFrames)
        {
            string reason = (_pool.Larger.Failure is { } refusal ? RemedyOptions.Describe(refusal, "producer") : null) ?? _decoder.ReadFailure
                ?? (_file.Device is { IsRefused: true } device ? $"{device.Name} cannot decode it; use -hwaccel auto, or leave it out." : string.Empty);
            throw new ToolException($"'{_options.Input}' has no frame that could be decoded{(reason.Length == 0 ? "." : $": {reason}")}");
        }

        if (_decoder.ReadFailure is { } failure)
        {
            Failure = $"Reading '{_options.Input}' ended early: {failure}.";
            return false;
        }

        if (_roundsLeft == 0 || _framesOfRound == 0)
        {
            return false;
        }

        try
        {
            _file.SeekTo(_options.Seek);
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

    // From what the file's header says; for people who wait, not for counting.
    private static long? Expect(VideoFile file, FileSourceOptions options)
    {
        AVRational rate = ffmpeg.av_guess_frame_rate(file.Format, file.Stream, null);
        double seconds = ((double)file.Format->duration / ffmpeg.AV_TIME_BASE) - options.Seek.TotalSeconds;
        bool isKnown = file.Format->duration > 0 && seconds > 0 && rate.num > 0 && rate.den > 0 && options.Loop >= 0;
        return isKnown ? (long)(seconds * rate.num / rate.den * (options.Loop + 1)) : null;
    }

    private static string Describe(VideoFile file, string input, int threads)
    {
        AVCodecParameters* parameters = file.Stream->codecpar;
        AVRational rate = ffmpeg.av_guess_frame_rate(file.Format, file.Stream, null);
        string path = file.Device is { } device ? $", decoding on {device.Name}: one download per frame"
            : file.ExpectedFormat?.Remark is { } remark ? $", {remark}: one copy per frame"
            : file.IsDirect ? ", decoding into slots"
            : ", which decodes into buffers of its own: one copy per frame";
        return FormattableString.Invariant($"{Path.GetFileName(input)}, {parameters->width}x{parameters->height} at {(rate.den == 0 ? 0 : (double)rate.num / rate.den):0.###} frames/s, decoder {file.DecoderName} with {threads} thread{(threads == 1 ? string.Empty : "s")}{path}");
    }
}
