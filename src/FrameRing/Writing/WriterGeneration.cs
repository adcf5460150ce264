using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Segments;

namespace FrameRing.Writing;

/// <summary>One generation as the writer keeps it: the segment, the book of its slots, the pages it got.</summary>
internal sealed class WriterGeneration(FrameSegment segment, PageReport pages, SlotTaker taker) : IDisposable
{
    internal FrameSegment Segment { get; } = segment;

    internal PageReport Pages { get; } = pages;

    internal SlotTable Slots { get; } = new(segment.Geometry.SlotCount);

    internal SlotTaker Taker { get; } = taker;

    /// <summary>The last frame published here, once another generation has taken over; 0 if there was none.</summary>
    internal ulong LastSequence { get; set; }

    internal ulong Number => Segment.Generation;

    internal long SlotSize => Segment.Geometry.SlotSize;

    /// <summary>
    /// A dead writer's segment: what it had published up to the head stays readable. What it was writing, and what it had stamped
    /// without moving the head, nobody has seen; those slots become empty.
    /// </summary>
    internal void AdoptSlots(ulong head)
    {
        List<(ulong Sequence, int Slot)> published = [];
        List<int> empty = [];
        for (int slot = 0; slot < Segment.Geometry.SlotCount; slot++)
        {
            ulong stamp = Segment.Stamp(slot).ReadAcquire();
            ulong sequence = StampValue.SequenceOf(stamp);
            if (StampValue.HoldsFrame(stamp) && sequence >= Segment.FirstSequence && sequence <= head)
            {
                // A claim that was not carried through has changed nothing, and the frame may be leased.
                Segment.Stamp(slot).Restore(sequence);
                published.Add((sequence, slot));
            }
            else
            {
                Segment.Stamp(slot).Clear();
                empty.Add(slot);
            }
        }

        published.Sort();
        Slots.AdoptEmpty(empty.ToArray());
        foreach ((ulong sequence, int slot) in published)
        {
            Slots.Adopt(slot, sequence);
        }
    }

    public void Dispose() => Segment.Dispose();
}
