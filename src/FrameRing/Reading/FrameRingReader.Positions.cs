using FrameRing.Layout;

namespace FrameRing.Reading;

/// <content>Which sequence comes first, and where to go on after a loss.</content>
public sealed unsafe partial class FrameRingReader
{
    // A damaged head counts as none; whoever reads frames says so.
    private ulong ReadHead() => _segment.TryReadHead(out ulong head) ? head : _segment.FirstSequence - 1;

    private ulong FirstWanted(StartPosition start)
    {
        ulong head = ReadHead();
        ulong first = _segment.FirstSequence;
        return start.Kind switch
        {
            StartKind.Newest => Math.Max(first, head),
            StartKind.Oldest => OldestReadable(head),
            StartKind.Next => head + 1,
            _ => Math.Max(start.Sequence, OldestReadable(head)),
        };
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
