using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.SystemV;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// The only memory of a ring that readers may write, mutated under readers, producers and inspection, and the numbers of the directory
/// that lead to it. With a race, another thread mutates at full speed, and what an iteration meets is chance.
/// </summary>
internal sealed unsafe class LeaseTarget : IFuzzTarget
{
    private const int ForeignSize = 100;

    private readonly LeasedRing[] _rings = [new(0, Delivery.Live), new(1, Delivery.Lossless)];
    private readonly SemaphoreSet _foreign = SemaphoreSet.Create(RingName.ToKey(SampleRing.NameOf(Environment.ProcessId, 2), ReaderSemaphores.Part), ForeignSize, (UnixFileMode)0x180);
    private readonly Field[] _entry = FieldMap.Of<DirectoryEntry>((int)System.Runtime.InteropServices.Marshal.OffsetOf<DirectoryPage>(nameof(DirectoryPage.Entry)));
    private readonly Flipper? _flipper;

    internal LeaseTarget(bool isRace)
    {
        foreach (LeasedRing ring in _rings)
        {
            ring.Memory.NoteHead(ring.Ring.Writer.Head);
        }

        _flipper = isRace ? new Flipper(Flip) : null;
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        LeasedRing ring = random.Of<LeasedRing>(_rings);
        bool isWhole = !random.OneIn(4);
        if (!isWhole)
        {
            MutateWay(ring, random);
        }

        ring.Memory.MutateMoving(random, ring.Ring.Writer.Head);
        ring.Memory.Image.Write((int)System.Runtime.InteropServices.Marshal.OffsetOf<LeaseHeader>(nameof(LeaseHeader.Delivery)), isWhole ? (uint)ring.Ring.Writer.Delivery : (uint)random.Below(4));
        LeaseUse use = new(ring, random, outcomes);
        try
        {
            use.Attach(isWhole && _flipper is null);
            for (int i = random.Between(1, 12); i > 0; i--)
            {
                if (random.OneIn(8))
                {
                    ring.Memory.MutateMoving(random, ring.Ring.Writer.Head);
                }

                if (random.OneIn(32))
                {
                    MutateWay(ring, random);
                }

                use.Step();
            }

            // A wait ends when the producer has slept once.
            if (random.OneIn(512))
            {
                ring.Publish(random, outcomes, waits: true);
            }
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }
        finally
        {
            use.End();
            ring.Ring.DirectoryImage.Restore();
            ring.Memory.Image.RestoreAll();
        }

        if (_flipper is null)
        {
            ulong head = ring.Ring.Writer.Head;
            ring.Publish(random, outcomes, waits: false);
            FuzzViolation.Require(ring.Ring.Writer.Head == head + 1, "nobody keeps a frame, and yet there was no slot");
            foreach (LeasedRing each in _rings)
            {
                each.RequireNobody();
            }
        }
    }

    public void Dispose()
    {
        _flipper?.Dispose();
        foreach (LeasedRing ring in _rings)
        {
            ring.Dispose();
        }

        _foreign.Remove();
    }

    private void Flip(FuzzRandom random)
    {
        LeasedRing ring = random.Of<LeasedRing>(_rings);
        Flipper.Flip(ring.Memory.Image, random.OneIn(64) ? ring.Memory.AnyHeader(random) : ring.Memory.AnyMoving(random), random);
    }

    // Semaphores are operated on, so only this process's own sets are named and never one that may be somebody's.
    private void MutateWay(LeasedRing ring, FuzzRandom random)
    {
        LeasedRing other = _rings[ring.IsLossless ? 0 : 1];
        MemoryImage directory = ring.Ring.DirectoryImage;
        int semaphores = random.Of((ReadOnlySpan<int>)[DirectoryEntry.NoObject, int.MinValue, int.MaxValue, _foreign.Id, ring.Ring.Entry.WriterSemaphoreId, other.Ring.Entry.ReaderSemaphoreId]);
        int segment = random.Of((ReadOnlySpan<int>)[DirectoryEntry.NoObject, int.MinValue, int.MaxValue, ring.Ring.Segment.Id, ring.Ring.Page.Id, other.Ring.Entry.LeaseSegmentId]);
        switch (random.Below(6))
        {
            case 0:
                ring.Memory.Image.Mutate(random, ring.Memory.AnyHeader(random));
                break;
            case 1:
                directory.Write(FieldOf(nameof(DirectoryEntry.ReaderSemaphoreId)), (uint)semaphores);
                break;
            case 2:
                directory.Write(FieldOf(nameof(DirectoryEntry.LeaseSegmentId)), (uint)segment);
                break;
            case 3:
                directory.Mutate(random, FieldOf(random.OneIn(2) ? "LeaseToken.<Low>" : "LeaseToken.<High>"));
                break;
            case 4:
                // Another producer with another table, or with none.
                directory.Mutate(random, FieldOf(nameof(DirectoryEntry.WriterPid)));
                goto case 3;
            default:
                directory.Write(FieldOf(nameof(DirectoryEntry.LeaseSegmentId)), (uint)other.Ring.Entry.LeaseSegmentId);
                directory.Write(FieldOf("LeaseToken.<Low>"), other.Ring.Entry.LeaseToken.Low);
                directory.Write(FieldOf("LeaseToken.<High>"), other.Ring.Entry.LeaseToken.High);
                break;
        }
    }

    private Field FieldOf(string name) => _entry.Single(field => field.Name.Contains("." + name, StringComparison.Ordinal));
}
