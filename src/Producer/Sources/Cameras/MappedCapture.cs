using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;
using FrameRing.V4L2.Streaming;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>The driver fills buffers of its own (V4L2_MEMORY_MMAP), and each frame is copied into a slot once.</summary>
internal sealed class MappedCapture(VideoDevice device, CaptureStream stream, CameraSetup setup, CameraStatistics statistics, StopEvent stop)
    : CameraCapture(device, stream, setup, statistics, stop)
{
    private readonly CaptureLayout _layout = setup.Layout!;

    internal override int TryStart(FrameRingWriter writer) => MappedBuffers.TryStart(Stream);

    public override void Dispose()
    {
        // Nothing of ours is with the driver.
    }

    protected override bool TryRefill(FrameRingWriter writer) => true;

    protected override CaptureOutcome Deliver(FrameRingWriter writer, scoped in CapturedBuffer buffer, out SlotClaim claim, scoped ref FrameMetadata metadata, out nint holdToken)
    {
        holdToken = 0;
        bool hasSlot = writer.TryClaimLive(_layout.SlotSize, out claim) == ClaimStatus.Ok;
        for (int memory = 0; memory < _layout.Capture.Planes.Count && hasSlot; memory++)
        {
            // What lies before the picture is not copied, but leaves its room.
            int start = (int)_layout.GetMemoryOffset(memory) + buffer.DataOffsets[memory];
            Stream.GetData(buffer, memory).CopyTo(claim.Data[start..]);
        }

        metadata.Path = TransferPath.Copied;
        if (!TryRequeue(buffer))
        {
            claim.Dispose();
            return CaptureOutcome.Dead;
        }

        return hasSlot ? CaptureOutcome.Frame : CaptureOutcome.Dropped;
    }

    protected override bool TryRequeue(in CapturedBuffer buffer) => Stream.TryQueue(buffer.Index) == 0;

    protected override bool IsWhole(in CapturedBuffer buffer) => BufferCheck.IsWhole(_layout, buffer);
}
