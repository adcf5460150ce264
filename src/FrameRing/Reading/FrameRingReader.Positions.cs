using FrameRing.Layout;

namespace FrameRing.Reading;

/// <content>Which sequence comes first, and where to go on after a loss.</content>
public sealed unsafe partial class FrameRingReader
{
    // Two slots for every eight, and not more than a program takes to get going. Rings of a few slots have none to spare.
    private const int MaxMargin = 4;
    private const int SlotsPerMargin = 8;

    // A ring with two of them is still filling up: its frames are all there.
    private const int PerEmptySlot = 2;

    // A damaged head counts as none; whoever reads frames says so.
    private ulong ReadHead() => _segment.TryReadHead(out ulong head) ? head : _segment.FirstSequence - 1;

    private ulong FirstWanted(StartPosition start)
    {
        ulong head = ReadHead();
        ulong first = _segment.FirstSequence;
        return start.Kind switch
        {
            StartKind.Newest => Math.Max(first, head),
            StartKind.Oldest => OldestLasting(head),
            StartKind.Next => head + 1,
            _ => start.Sequence >= OldestReadable(head) ? start.Sequence : OldestLasting(head),
        };
    }

    // Where a newcomer begins that wants all there is. The slots of the oldest frames are the next that the writer takes, unless it has empty
    // ones, so who began there would be too late at once. After the end nothing is taken, and from a lossless reader neither.
    private ulong OldestLasting(ulong head)
    {
        ulong oldest = OldestReadable(head);
        int slots = _segment.Geometry.SlotCount;
        int margin = _options.IsLossless || _segment.State.ReadAcquire() == GenerationState.Ended ? 0 : Math.Min(MaxMargin, slots / SlotsPerMargin * 2);
        for (int slot = 0; slot < slots && margin > 0; slot++)
        {
            margin -= _segment.Stamp(slot).ReadAcquire() == StampValue.Empty ? PerEmptySlot : 0;
        }

        return Math.Max(oldest, Math.Min(oldest + (ulong)Math.Max(0, margin), head));
    }

    private ulong OldestReadable(ulong head)
    {
        // No more frames than slots can be there.
        ulong slots = (ulong)_segment.Geometry.SlotCount;
        ulong sequence = Math.Max(_segment.FirstSequence, head > slots ? head - slots + 1 : 1);
        while (sequence < head && !IsReadable(sequence))
        {
            sequence++;
        }

        return sequence;
    }

    private ulong ResumePosition(ulong head)
    {
        ulong oldest = OldestReadable(head);
        return oldest + ((head - Math.Min(oldest, head)) / 4);
    }

    private bool IsReadable(ulong sequence)
    {
        ulong entry = _segment.Index(sequence).ReadAcquire();
        int slot = IndexEntry.SlotOf(entry);
        return IndexEntry.SequenceOf(entry) == sequence && slot < _segment.Geometry.SlotCount && _segment.Stamp(slot).IsReady(sequence);
    }
}
