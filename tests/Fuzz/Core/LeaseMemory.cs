using FrameRing.Layout;
using FrameRing.SystemV;

namespace FrameRing.Fuzz.Core;

/// <summary>The lease segment of a ring, mapped to damage it: as any reader can who may take leases, since it may write there.</summary>
internal sealed unsafe class LeaseMemory : IDisposable
{
    private static readonly Field[] s_header = FieldMap.Of<LeaseHeader>();
    private static readonly Field[] s_words = [.. s_header.Where(field => field.Offset >= 128)];
    private static readonly Field[] s_limits = [.. s_header.Where(field => field.Offset < 64)];
    private static readonly Field[] s_entry = FieldMap.Of<LeaseEntry>();

    private readonly SharedMemoryAttachment _attachment;

    internal LeaseMemory(SampleRing ring)
    {
        _attachment = new SharedMemorySegment(ring.Entry.LeaseSegmentId).Attach();
        Image = new MemoryImage(_attachment.DangerousPointer, LeaseGeometry.TotalSize);
        NoteHead(SampleRing.Frames);
    }

    internal MemoryImage Image { get; }

    /// <summary>Numbers near the newest frame are those that keep something.</summary>
    internal void NoteHead(ulong head) =>
        Image.Interesting = [head, TaggedSequence.Pack(1, head), TaggedSequence.Pack(2, head - 1), TaggedSequence.Pack(1, head + 1), IndexEntry.MaxSequence, 2];

    internal Field AnyHeader(FuzzRandom random) => random.Of(random.OneIn(8) ? s_header : s_limits);

    /// <summary>A word that is looked at all the time. Mostly of the first entries, because those are the ones that are taken.</summary>
    internal Field AnyMoving(FuzzRandom random) =>
        random.OneIn(6) ? random.Of(s_words) : random.Of(s_entry).At((int)LeaseGeometry.EntryPosition(random.OneIn(2) ? 0 : random.Below(LeaseGeometry.EntryCount)));

    internal void MutateMoving(FuzzRandom random, ulong head)
    {
        NoteHead(head);
        if (random.OneIn(3))
        {
            Forge(random, head);
        }

        for (int i = random.Below(4); i > 0; i--)
        {
            Image.Mutate(random, AnyMoving(random));
        }
    }

    public void Dispose() => _attachment.Dispose();

    // Entries of readers that nobody sees, or that the living one is not alone in: whole, and about frames that are there.
    private void Forge(FuzzRandom random, ulong head)
    {
        for (int count = random.OneIn(4) ? LeaseGeometry.EntryCount : random.Between(1, 2); count > 0; count--)
        {
            uint epoch = random.OneIn(8) ? (uint)random.Next() : (uint)random.Between(1, 3);
            LeaseEntry entry = new()
            {
                Epoch = epoch,
                Evicted = random.OneIn(4) ? epoch : random.OneIn(4) ? epoch - 1 : 0,
                Cursor = random.OneIn(2) ? TaggedSequence.Pack(epoch, head - (ulong)random.Below(6)) : TaggedSequence.None,
                HolderPid = random.OneIn(2) ? Environment.ProcessId : (int)random.Next(),
            };
            for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
            {
                entry.Pins[pin] = random.OneIn(3) ? TaggedSequence.None : TaggedSequence.Pack(epoch, head - (ulong)random.Below(6));
            }

            Image.Write((int)LeaseGeometry.EntryPosition(random.Below(LeaseGeometry.EntryCount)), entry);
        }
    }
}
