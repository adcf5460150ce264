using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;
using FrameRing.V4L2.Streaming;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>One run of a camera, from the start of its stream to its stop: takes buffers, checks them, puts the good ones into slots.</summary>
internal abstract class CameraCapture : IDisposable
{
    private readonly VideoDevice _device;
    private readonly StopEvent _stop;
    private readonly CameraStatistics _statistics;
    private readonly FrameMetadata _template;
    private readonly bool _bottomFirst;
    private SequenceGaps _gaps;

    protected CameraCapture(VideoDevice device, CaptureStream stream, CameraSetup setup, CameraStatistics statistics, StopEvent stop)
    {
        _device = device;
        Stream = stream;
        Setup = setup;
        _statistics = statistics;
        _stop = stop;
        _bottomFirst = device.Is525Lines;
        _template = new FrameMetadata
        {
            TimeBase = CameraClock.TimeBase,
            FrameRate = setup.FrameRate,
            Duration = setup.FrameRate.IsKnown ? (long)(CameraClock.TimeBase.Denominator / setup.FrameRate.ToDouble()) : 0,
            SampleAspectRatio = Rational.Unknown,
            Flags = FrameFlags.Key,
        };
        setup.Layout?.Describe(ref _template);
    }

    /// <summary>What was agreed on.</summary>
    internal CameraSetup Setup { get; }

    /// <summary>Whether the driver refused memory that it was lent. It may take other memory, as its own.</summary>
    internal bool RefusedMemory { get; private protected set; }

    protected CaptureStream Stream { get; }

    /// <summary>Gives the driver its buffers and starts the stream.</summary>
    /// <returns>0, or the error number with which the driver refused the memory or the start.</returns>
    internal abstract int TryStart(FrameRingWriter writer);

    /// <summary>Waits for the next buffer and puts it into a slot.</summary>
    /// <param name="writer">Where slots come from.</param>
    /// <param name="wait">The longest wait.</param>
    /// <param name="claim">The slot.</param>
    /// <param name="metadata">What the frame is, with the driver's time in <see cref="FrameMetadata.CaptureTime"/>.</param>
    /// <param name="holdToken">As for a source.</param>
    /// <returns>What came of it.</returns>
    internal CaptureOutcome TryTake(FrameRingWriter writer, TimeSpan wait, out SlotClaim claim, out FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        metadata = default;
        holdToken = 0;
        if (TryTakePending(writer, out claim, ref metadata, out holdToken) is { } pending)
        {
            return pending;
        }

        if (!TryRefill(writer))
        {
            return CaptureOutcome.Dead;
        }

        StreamReadiness ready = Stream.Wait(wait, _stop);
        // Not HasFlag, which allocates in code that is not optimised yet.
        if ((ready & StreamReadiness.Event) != 0 && _device.TakeSourceChange())
        {
            return CaptureOutcome.SourceChanged;
        }

        if ((ready & StreamReadiness.Frame) == 0)
        {
            return (ready & StreamReadiness.Error) != 0 ? CaptureOutcome.Dead : CaptureOutcome.Nothing;
        }

        return Stream.TryDequeue(out CapturedBuffer buffer) switch
        {
            DequeueStatus.Ok => Take(writer, buffer, out claim, ref metadata, out holdToken),
            DequeueStatus.Empty => CaptureOutcome.Nothing,
            _ => CaptureOutcome.Dead,
        };
    }

    /// <summary>Stops the stream. What this run lent to the driver is still lent until <see cref="Dispose"/>.</summary>
    internal void Stop() => Stream.Dispose();

    /// <summary>
    /// Gives back what was lent to the driver. The device must have been closed before: a stop can fail, and only a closed device
    /// writes nothing any more.
    /// </summary>
    public abstract void Dispose();

    protected abstract bool TryRefill(FrameRingWriter writer);

    /// <summary>Puts a good buffer into a slot and sees to it that the driver has enough buffers.</summary>
    protected abstract CaptureOutcome Deliver(FrameRingWriter writer, scoped in CapturedBuffer buffer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken);

    /// <summary>Gives a buffer back to the driver as it is.</summary>
    /// <returns>False if the driver refuses.</returns>
    protected abstract bool TryRequeue(in CapturedBuffer buffer);

    /// <summary>Whether the buffer holds a whole picture.</summary>
    protected abstract bool IsWhole(in CapturedBuffer buffer);

    // A frame that a buffer taken earlier gives; only decoders can have one.
    protected virtual CaptureOutcome? TryTakePending(FrameRingWriter writer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        holdToken = 0;
        return null;
    }

    private CaptureOutcome Take(FrameRingWriter writer, scoped in CapturedBuffer buffer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        holdToken = 0;
        _statistics.LostByDevice += _gaps.Take(buffer.Sequence);
        bool isWhole = !buffer.HasError && IsWhole(buffer);
        if (!isWhole)
        {
            _statistics.ErrorBuffers += buffer.HasError ? 1 : 0;
            _statistics.ShortBuffers += buffer.HasError ? 0 : 1;
            return TryRequeue(buffer) ? CaptureOutcome.Nothing : CaptureOutcome.Dead;
        }

        metadata = _template;
        metadata.DeviceSequence = buffer.Sequence;
        metadata.DeviceDropCount = (uint)_statistics.LostByDevice;
        metadata.Interlacing = ToInterlacing(buffer.Field);
        metadata.CaptureTime = buffer.Timestamp;
        metadata.CaptureClock = buffer.Timestamp == 0 ? CaptureClock.None : buffer.Clock;
        metadata.CaptureInstant = buffer.Timestamp == 0 ? CaptureInstant.Unspecified : buffer.Instant;
        Setup.Layout?.Describe(ref metadata, buffer.DataOffsets);
        return Deliver(writer, buffer, out claim, ref metadata, out holdToken);
    }

    private Interlacing ToInterlacing(FieldOrder field) => field switch
    {
        FieldOrder.Top => Interlacing.TopField,
        FieldOrder.Bottom => Interlacing.BottomField,
        FieldOrder.Interlaced => _bottomFirst ? Interlacing.BottomFieldFirst : Interlacing.TopFieldFirst,
        FieldOrder.InterlacedTopFirst => Interlacing.TopFieldFirst,
        FieldOrder.InterlacedBottomFirst => Interlacing.BottomFieldFirst,
        FieldOrder.SequentialTopFirst => Interlacing.SequentialTopFirst,
        FieldOrder.SequentialBottomFirst => Interlacing.SequentialBottomFirst,
        _ => Interlacing.Progressive,
    };
}
