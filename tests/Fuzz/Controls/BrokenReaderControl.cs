using FrameRing.Formats;
using FrameRing.Fuzz.Core;
using FrameRing.Fuzz.Targets;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Controls;

/// <summary>
/// Reads pixels after a check that leaves out a bound, with nothing else between it and the memory: only the guard can notice. It looks
/// at the last slot, behind which the guard lies.
/// </summary>
internal sealed unsafe class BrokenReaderControl : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly SegmentMutator _mutator;
    private readonly GuardedMapping _mapping;

    internal BrokenReaderControl()
    {
        _mutator = new SegmentMutator(_ring);
        _mapping = new GuardedMapping(_ring.Segment, SegmentGeometry.GuardSize);
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        _mutator.MutateMoving(random);
        int slot = _ring.Geometry.SlotCount - 1;
        FrameMetadata frame = ((FrameDescriptor*)(_mapping.Start + _ring.Geometry.DescriptorPosition(slot)))->Metadata;
        bool taken = BrokenGeometry.WithoutEnd(frame, _ring.Geometry.SlotSize);
        outcomes.Count(taken ? "taken" : "refused");
        if (taken && PixelFormats.TryGet(frame.Format, out PixelFormat? format))
        {
            for (int plane = 0; plane < frame.PlaneCount; plane++)
            {
                PlaneLayout layout = frame.GetPlane(plane);
                long last = layout.Offset + ((format.Rows(plane, frame.CodedHeight) - 1L) * layout.Stride) + format.RowBytes(plane, frame.CodedWidth) - 1;
                ViewProbe.Sink(_mapping.Start[_ring.Geometry.SlotPosition(slot) + last]);
            }
        }

        _ring.SegmentImage.Restore();
    }

    public void Dispose()
    {
        _mapping.Dispose();
        _ring.Dispose();
    }
}
