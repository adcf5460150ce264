using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;
using FrameRing.V4L2.Streaming;
using FrameRing.Writing;
using Tmds.Linux;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>
/// The driver fills slots by itself (V4L2_MEMORY_USERPTR): no copy in user space. Slot i is lent as buffer i wherever there are as many
/// buffers as slots, since the kernel then takes a slot's pages only once.
/// </summary>
internal sealed unsafe class UserPointerCapture : CameraCapture
{
    /// <summary>What the driver has on a quiet day: one being filled, and some in which frames can wait while this process does not run.</summary>
    internal const int Depth = 4;

    // With fewer a driver has nothing to fill while one frame is handed over, and some do not even start.
    internal const int MinDepth = 2;

    private readonly CaptureLayout _layout;
    private readonly DetachedClaim[] _lent;
    private FrameRingWriter? _writer;

    internal UserPointerCapture(VideoDevice device, CaptureStream stream, CameraSetup setup, CameraStatistics statistics, StopEvent stop)
        : base(device, stream, setup, statistics, stop)
    {
        _layout = setup.Layout!;
        _lent = new DetachedClaim[stream.Count];
    }

    internal override int TryStart(FrameRingWriter writer)
    {
        _writer = writer;
        while (Stream.QueuedCount < Math.Min(Depth, Stream.Count))
        {
            switch (TryLend(writer, out int errno))
            {
                case LendStatus.Refused:
                    return errno;
                case LendStatus.NoSlot when Stream.QueuedCount < MinDepth:
                    return LibC.ENOBUFS;
                case LendStatus.NoSlot:
                    return Stream.TryStart();
            }
        }

        return Stream.TryStart();
    }

    public override void Dispose()
    {
        foreach (DetachedClaim claim in _lent)
        {
            if (claim != DetachedClaim.None)
            {
                _writer!.TryAbandon(claim);
            }
        }

        Array.Clear(_lent);
    }

    protected override bool TryRefill(FrameRingWriter writer)
    {
        // One slot less for the driver is one more that readers may keep: it gets back to its depth when they let go.
        LendStatus status = LendStatus.Ok;
        while (Stream.QueuedCount < Math.Min(Depth, Stream.Count) && status == LendStatus.Ok)
        {
            status = TryLend(writer, out _);
        }

        return status != LendStatus.Refused;
    }

    protected override CaptureOutcome Deliver(FrameRingWriter writer, scoped in CapturedBuffer buffer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken)
    {
        claim = default;
        holdToken = 0;
        if (Stream.QueuedCount < MinDepth)
        {
            LendStatus status = TryLend(writer, out _);
            if (status == LendStatus.Refused)
            {
                return CaptureOutcome.Dead;
            }

            if (status == LendStatus.NoSlot)
            {
                // Readers have all the others. The camera goes on with this one, and the frame in it is lost.
                return TryRequeue(buffer) ? CaptureOutcome.Dropped : CaptureOutcome.Dead;
            }
        }

        DetachedClaim lent = _lent[buffer.Index];
        _lent[buffer.Index] = DetachedClaim.None;
        if (!writer.TryResume(lent, out claim))
        {
            writer.TryAbandon(lent);
            return CaptureOutcome.Dropped;
        }

        metadata.Path = TransferPath.Direct;
        return CaptureOutcome.Frame;
    }

    protected override bool TryRequeue(in CapturedBuffer buffer)
    {
        if (!_writer!.TryResume(_lent[buffer.Index], out SlotClaim claim))
        {
            return false;
        }

        int errno = Stream.TryQueue(buffer.Index, claim.DangerousPointer, _layout);
        _lent[buffer.Index] = claim.Detach();
        return errno == 0;
    }

    // The driver may add padding of its own behind the picture, and need not fill it.
    protected override bool IsWhole(in CapturedBuffer buffer) => BufferCheck.IsWhole(_layout, buffer);

    private LendStatus TryLend(FrameRingWriter writer, out int errno)
    {
        errno = 0;
        if (writer.TryClaimLive(_layout.SlotSize, out SlotClaim claim) != ClaimStatus.Ok)
        {
            return LendStatus.NoSlot;
        }

        int index = ChooseBuffer(claim.Slot);
        errno = index < 0 ? 0 : Stream.TryQueue(index, claim.DangerousPointer, _layout);
        if (index < 0 || errno != 0)
        {
            claim.Abandon();
            RefusedMemory |= errno == LibC.EINVAL || errno == LibC.EFAULT || errno == LibC.ENOMEM || errno == LibC.EOPNOTSUPP;
            return index < 0 ? LendStatus.NoSlot : LendStatus.Refused;
        }

        _lent[index] = claim.Detach();
        return LendStatus.Ok;
    }

    private int ChooseBuffer(int slot) =>
        slot < _lent.Length && _lent[slot] == DetachedClaim.None ? slot : Array.IndexOf(_lent, DetachedClaim.None);

    private enum LendStatus
    {
        Ok,
        NoSlot,
        Refused,
    }
}
