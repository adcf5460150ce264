using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;

namespace FrameRing.Inspection;

/// <summary>Reads the lease table for display.</summary>
internal static unsafe class LeaseInspector
{
    internal static RingLeaseInfo? TryDescribe(RingDirectory directory, in DirectoryEntry entry)
    {
        Span<ushort> held = stackalloc ushort[LeaseGeometry.EntryCount];
        try
        {
            using LeaseTable? table = LeaseTable.TryOpen(entry, directory.Name, SharedMemoryAttachOptions.ReadOnly);
            if (table is null || new SharedMemorySegment(table.Id).GetStatus().CreatorUid != directory.CreatorUid || !new ReaderSemaphores(new SemaphoreSet(entry.ReaderSemaphoreId)).TryRead(held))
            {
                return null;
            }

            List<RingLeaseHolder> holders = [];
            for (int index = 0; index < LeaseGeometry.EntryCount; index++)
            {
                if (held[index] != 0)
                {
                    holders.Add(Describe(table, index));
                }
            }

            return new RingLeaseInfo(table.Id, table.Delivery, holders);
        }
        catch (FrameRingException)
        {
            // No permission, or gone while we looked.
            return null;
        }
    }

    private static RingLeaseHolder Describe(LeaseTable table, int index)
    {
        List<ulong> leased = [];
        for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
        {
            if (table.Pin(index, pin).Read() is var word and not TaggedSequence.None)
            {
                leased.Add(TaggedSequence.SequenceOf(word));
            }
        }

        ulong cursor = table.Cursor(index).Read();
        uint epoch = table.Epoch(index).Read();
        return new RingLeaseHolder(
            *table.HolderPid(index),
            leased,
            cursor == TaggedSequence.None ? null : TaggedSequence.SequenceOf(cursor),
            epoch != 0 && table.Evicted(index).Read() == epoch);
    }
}
