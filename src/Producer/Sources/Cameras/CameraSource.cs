using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Decoding;
using FrameRing.V4L2.Files;
using FrameRing.V4L2;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>
/// Frames of a V4L2 device. A camera that goes away, falls silent or changes its format is opened anew, for as long as it takes; the ring and
/// its readers live through that.
/// </summary>
internal sealed unsafe partial class CameraSource : IFrameSource
{
    // How long one call may take while nothing comes, so that the caller can tell the user how it goes.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(250);

    private readonly CameraOptions _options;
    private readonly Func<string, VideoDevice> _devices;
    private readonly StopEvent _stop;
    private readonly string _identity;
    private readonly Queue<string> _remarks = new();
    private readonly CameraWay _way;
    private readonly SilenceWatch _silence;

    // As often as a connection is tried.
    private readonly LargerSlots _larger = new(TimeSpan.Zero);

    private CameraConnection? _connection;
    private CameraClock _clock;
    private bool _hasStarted;
    private bool _hasStreamed;
    private bool _isDiscontinuous;
    private long _corruptTaken;
    private long _retryAt;
    private string? _saidWhy;
    private bool _disposed;

    internal CameraSource(CameraOptions options, CancellationToken stop)
        : this(options, VideoDevice.Open, stop)
    {
    }

    internal CameraSource(CameraOptions options, Func<string, VideoDevice> devices, CancellationToken stop)
    {
        _options = options;
        _devices = devices;
        _stop = new StopEvent(stop);
        _way = new CameraWay(options, stop);
        _silence = new SilenceWatch(options.StallTimeout);
        try
        {
            _connection = CameraConnection.Open(options, devices);
            _identity = _connection.Identity;
            _way.Choose(_connection);
            Slots = _way.Plan(_connection);
            Description = Describe(_connection);
            Remark(_connection.Setup);
            if (options.Decoder is not null && _way.Decoder is null)
            {
                _remarks.Enqueue("--decoder is of no use: the camera gives raw pictures");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Description { get; }

    public string Name => _identity;

    public SlotPlan Slots { get; }

    public long? ExpectedFrames => null;

    public bool IsLive => true;

    public bool IsFilledByDevice => _way.MayUseSlots;

    public ISlotHold Hold { get; } = new BufferHold();

    public string? Failure { get; private set; }

    public ISourceFigures? Figures => Statistics;

    internal CameraStatistics Statistics { get; } = new();

    public string? TakeRemark() => _remarks.TryDequeue(out string? remark) ? remark : _larger.TakeRemark() ?? _way.Decoder?.Pool.Larger.TakeRemark();

    public long TakeCorruptCount()
    {
        long all = Statistics.ErrorBuffers + Statistics.ShortBuffers;
        long count = all - _corruptTaken;
        _corruptTaken = all;
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
        metadata = default;
        holdToken = 0;
        if (_stop.Token.IsCancellationRequested || Failure is not null)
        {
            return SourceStatus.Ended;
        }

        if (_connection?.Capture is not { } capture)
        {
            return TryConnect(writer) ? SourceStatus.Waiting : SourceStatus.Ended;
        }

        CaptureOutcome outcome;
        try
        {
            outcome = capture.TryTake(writer, s_slice, out claim, out metadata, out holdToken);
        }
        catch (Exception e) when (e is FrameRingException or ToolException)
        {
            // What cannot be decoded or has no room now may do so later. A slot that was taken for it goes back.
            claim.Dispose();
            claim = default;
            return Lose(writer, $"cannot go on: {RemedyOptions.Describe(e, "producer").TrimEnd('.')}") ? SourceStatus.Waiting : SourceStatus.Ended;
        }

        switch (outcome)
        {
            case CaptureOutcome.Frame:
                Finish(writer, ref metadata);
                return SourceStatus.Filled;
            case CaptureOutcome.Dropped or CaptureOutcome.TooLarge:
                _silence.Hear(MonotonicClock.NowNanoseconds);
                return outcome == CaptureOutcome.TooLarge ? SourceStatus.TooLarge : SourceStatus.Dropped;
            case CaptureOutcome.SourceChanged:
                _remarks.Enqueue("the source of the camera has changed; it is started anew");
                Disconnect();
                _retryAt = 0;
                return SourceStatus.Waiting;
            case CaptureOutcome.Dead when capture.RefusedMemory && _options.Io == IoMethod.Auto:
                GoOnByCopy("the driver refuses some of the memory");
                return SourceStatus.Waiting;
            case CaptureOutcome.Dead:
                return Lose(writer, _connection.IsGone ? "is gone" : "has failed: its driver reports an error") ? SourceStatus.Waiting : SourceStatus.Ended;
            default:
                return _silence.IsTooLong(MonotonicClock.NowNanoseconds, capture.Setup.FrameRate)
                    && !Lose(writer, FormattableString.Invariant($"has given no frame for {_silence.Length.TotalSeconds:0.#} s"))
                    ? SourceStatus.Ended
                    : SourceStatus.Waiting;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Disconnect();
        _way.Dispose();
        _stop.Dispose();
    }

    private void Finish(FrameRingWriter writer, ref FrameMetadata metadata)
    {
        long now = MonotonicClock.NowNanoseconds;
        _silence.Hear(now);
        _clock.Stamp(ref metadata);
        if (metadata.CaptureClock == CaptureClock.Monotonic)
        {
            Statistics.Latency.Add(now - metadata.CaptureTime);
        }

        if (_isDiscontinuous)
        {
            _isDiscontinuous = false;
            metadata.Flags |= FrameFlags.Discontinuity;
        }

        if (writer.SourceState != SourceState.Running)
        {
            writer.SourceState = SourceState.Running;
        }
    }

    private bool Lose(FrameRingWriter writer, string what)
    {
        Disconnect();
        writer.SourceState = SourceState.Gone;
        _retryAt = MonotonicClock.NowNanoseconds + (long)_options.RetryDelay.TotalNanoseconds;
        if (!_options.Reconnects)
        {
            Failure = $"The camera '{_options.Path}' {what}.";
            return false;
        }

        _remarks.Enqueue($"the camera '{_options.Path}' {what}; waiting for it");
        _saidWhy = $"the camera '{_options.Path}' is gone; waiting for it";
        return true;
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private string Describe(CameraConnection connection) =>
        $"{_options.Path}, {_identity}, {(connection.Setup is { } setup ? $"{DescribeFormat(setup)}, {_way}" : "no signal")}";

    private static string DescribeFormat(CameraSetup setup) =>
        setup.Format + (setup.FrameRate.IsKnown ? FormattableString.Invariant($" at {setup.FrameRate.ToDouble():0.###} frames/s") : string.Empty);

    private void Remark(CameraSetup? setup)
    {
        foreach (string remark in setup?.Remarks ?? [])
        {
            _remarks.Enqueue(remark);
        }
    }

    // The same reason is told once, however often it is met.
    private bool Say(string why)
    {
        if (why != _saidWhy)
        {
            _saidWhy = why;
            _remarks.Enqueue(why);
        }

        return true;
    }
}
