using FrameRing.Fuzz.Core;
using FrameRing.Fuzz.Targets;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Controls;

/// <summary>A reader that checks a frame where it lies, and then takes its numbers from there a second time, while another thread changes them.</summary>
internal sealed unsafe class TwoLooksControl : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly GuardedMapping _mapping;
    private readonly Flipper _flipper;

    internal TwoLooksControl()
    {
        SegmentMutator mutator = new(_ring);
        _mapping = new GuardedMapping(_ring.Segment, SegmentGeometry.GuardSize);
        _flipper = new Flipper(random => Flipper.Flip(_ring.SegmentImage, mutator.AnyShape(random), random));
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        int slot = random.Below(_ring.Geometry.SlotCount);
        FrameMetadata* shared = &((FrameDescriptor*)(_mapping.Start + _ring.Geometry.DescriptorPosition(slot)))->Metadata;
        if (FrameGeometry.TryCreate(*shared, _ring.Geometry.SlotSize, out _))
        {
            long offset = Volatile.Read(ref *(long*)&shared->Planes);
            FuzzViolation.Require(offset >= 0 && offset < _ring.Geometry.SlotSize, $"a plane begins {offset} bytes into the slot");
            outcomes.Count("taken");
        }
    }

    public void Dispose()
    {
        _flipper.Dispose();
        _mapping.Dispose();
        _ring.Dispose();
    }
}
