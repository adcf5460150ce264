using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.SystemV;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// FrameSegment.Open on a mutated header. What opens is used to its ends: each descriptor, each slot's first and last byte, index
/// words of any sequence. Segments of several sizes, also such that end within what the header speaks of.
/// </summary>
internal sealed unsafe class SegmentTarget : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly SegmentMutator _mutator;
    private readonly List<GuardedMapping> _mappings = [];
    private readonly List<(SharedMemorySegment Segment, SharedMemoryAttachment Writable)> _short = [];

    internal SegmentTarget()
    {
        _mutator = new SegmentMutator(_ring);
        _mappings.Add(new GuardedMapping(_ring.Segment, SegmentGeometry.GuardSize));
        foreach (int length in (int[])[SegmentHeader.HeaderSize - 1, SegmentHeader.HeaderSize, 2 * 4096, 3 * 4096, 28672])
        {
            SharedMemorySegment segment = SharedMemorySegment.CreatePrivate(length, (UnixFileMode)0x180);
            _short.Add((segment, segment.Attach()));
            segment.Remove();
            _mappings.Add(new GuardedMapping(segment, 0));
        }
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        _mutator.MutateHeader(random);
        int which = random.OneIn(4) ? random.Below(_mappings.Count) : 0;
        if (which > 0)
        {
            // The same header over less memory.
            SharedMemoryAttachment writable = _short[which - 1].Writable;
            int length = (int)Math.Min(writable.Length, SegmentHeader.HeaderSize);
            new ReadOnlySpan<byte>(_ring.SegmentImage.Memory, length).CopyTo(new Span<byte>(writable.DangerousPointer, length));
        }

        try
        {
            // The attachment is used again and never disposed by a segment: opening takes no ownership before the segment is disposed.
            FrameSegment? segment = FrameSegment.Open(_ring.Segment.Id, _mappings[which].Attachment, _ring.Entry.Token, _ring.Name);
            outcomes.Count(segment is null ? "not this segment" : "opened");
            if (segment is not null)
            {
                // Nobody else writes here, so the header is still the one that was looked at.
                SegmentHeader* header = (SegmentHeader*)_mappings[which].Start;
                FuzzViolation.Require(
                    header->Token == _ring.Entry.Token && header->SlotSize == segment.Geometry.SlotSize && header->SlotCount == segment.Geometry.SlotCount
                        && header->SlotOffset == segment.Geometry.SlotOffset && header->FirstSequence is >= 1 and <= IndexEntry.MaxSequence,
                    "a header that contradicts itself, or of another segment, was taken");
                Use(random, segment, outcomes);
            }
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }

        _ring.SegmentImage.Restore();
    }

    public void Dispose()
    {
        _mappings.ForEach(mapping => mapping.Dispose());
        _short.ForEach(pair => pair.Writable.Dispose());
        _ring.Dispose();
    }

    private static void Use(FuzzRandom random, FrameSegment segment, Outcomes outcomes)
    {
        SegmentGeometry geometry = segment.Geometry;
        outcomes.Count(segment.TryReadHead(out ulong head) ? "head known" : "head damaged");
        ViewProbe.Sink((long)segment.State.ReadAcquire() + (long)segment.Counters->Published + segment.WakeWord.ReadAcquire());
        for (int i = 0; i < 8; i++)
        {
            int slot = i == 0 ? 0 : i == 1 ? geometry.SlotCount - 1 : random.Below(geometry.SlotCount);
            byte* pixels = segment.Slot(slot);
            ViewProbe.Sink((long)segment.Stamp(slot).ReadAcquire() + segment.Metadata(slot)->CodedWidth + pixels[0] + pixels[geometry.SlotSize - 1]);
            ViewProbe.Sink((long)segment.Index(i == 0 ? head : random.Next()).ReadAcquire());
        }
    }
}
