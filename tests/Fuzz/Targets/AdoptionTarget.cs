using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Writing;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// A producer that starts on the name of a dead one whose segment a reader keeps alive: mostly with a whole header, so that it goes on
/// in the segment with whatever stamps, indexes and descriptors it finds there. No process dies for it: the segment is a copy, and its
/// semaphore is at 0, as the kernel leaves it.
/// </summary>
internal sealed unsafe class AdoptionTarget : IFuzzTarget
{
    private const int Slots = 4;
    private const int SlotSize = 16384;

    private readonly SampleRing _pattern = new(0, Slots, SlotSize);
    private readonly SegmentMutator _mutator;
    private readonly DeadRing _dead;
    private readonly byte[] _whole;

    private readonly Field[] _entry = FieldMap.Of<DirectoryEntry>((int)System.Runtime.InteropServices.Marshal.OffsetOf<DirectoryPage>(nameof(DirectoryPage.Entry)));
    private readonly Field _reserved = new("Reserved", (int)System.Runtime.InteropServices.Marshal.OffsetOf<DirectoryPage>(nameof(DirectoryPage.ReservedSequence)), 8);
    private readonly Field _head;

    internal AdoptionTarget()
    {
        _mutator = new SegmentMutator(_pattern);
        _dead = new DeadRing(_pattern, 1);
        _head = new Field("Head", (int)_pattern.Geometry.CursorOffset, 8);
        using SharedMemoryAttachment attachment = _pattern.Segment.Attach(SharedMemoryAttachOptions.ReadOnly);
        _whole = new ReadOnlySpan<byte>(attachment.DangerousPointer, (int)_pattern.Geometry.TotalSize).ToArray();
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        SharedMemorySegment segment = SharedMemorySegment.CreatePrivate(_whole.Length, (UnixFileMode)0x180);
        using SharedMemoryAttachment memory = segment.Attach();
        segment.Remove();
        _whole.CopyTo(new Span<byte>(memory.DangerousPointer, _whole.Length));
        HandOver(memory);
        bool isNamed = !random.OneIn(4);
        bool hasWholeHeader = !random.OneIn(4);
        ulong reserved = 0;
        _dead.Leave(DirectoryPage.PageSize, withSemaphore: random.OneIn(2), page =>
        {
            page.Write(_entry.Single(field => field.Name.EndsWith(nameof(DirectoryEntry.FrameSegmentId), StringComparison.Ordinal)), (uint)segment.Id);
            for (int i = isNamed ? 0 : random.Between(1, 2); i > 0; i--)
            {
                page.Mutate(random, random.OneIn(8) ? _reserved : random.Of(_entry));
            }

            reserved = page.Read(_reserved);
        });
        try
        {
            // In the segment since before the damage, as a reader that its producer's death has left there.
            using FrameRingReader reader = Stay(segment, random);
            Damage(random, memory, hasWholeHeader, out ulong head);
            using FrameRingWriter? writer = TryStart(random, outcomes);
            FuzzViolation.Require(writer is not null || !isNamed, "a whole directory was refused");
            if (writer is not null)
            {
                bool isAdopted = segment.GetStatus().AttachCount == 3;
                outcomes.Count(isAdopted ? "goes on in the segment" : "a segment of its own");
                FuzzViolation.Require(!isNamed || writer.Head == head || (writer.Head == reserved && !isAdopted), $"the head was {head}, the ceiling {reserved}, and the next producer begins after {writer.Head}");

                // One whose damaged head is below what the reader has seen already has nothing new for it yet.
                new AdoptionUse(writer, reader, _pattern.Geometry, outcomes).Run(random, goesOn: isNamed, follows: isNamed && isAdopted && hasWholeHeader && head >= SampleRing.Frames);
            }
        }
        finally
        {
            _dead.CleanUp();
            _pattern.SegmentImage.Restore();
        }
    }

    public void Dispose()
    {
        _dead.Dispose();
        _pattern.Dispose();
    }

    private FrameRingReader Stay(SharedMemorySegment segment, FuzzRandom random)
    {
        RingDirectory directory = RingDirectory.TryOpen(_dead.Name, [])!;
        FrameSegment opened = FrameSegment.Open(segment.Id, segment.Attach(SharedMemoryAttachOptions.ReadOnly), _pattern.Entry.Token, _dead.Name)!;
        FrameRingReaderOptions options = new() { Start = random.OneIn(2) ? StartPosition.Oldest : StartPosition.Newest, Policy = random.OneIn(4) ? ReadPolicy.Latest : ReadPolicy.Every };
        return new FrameRingReader(_dead.Name, options, directory, _pattern.Entry with { WriterSemaphoreId = DirectoryEntry.NoObject, FrameSegmentId = segment.Id, WriterStartTime = 1 }, opened);
    }

    private void Damage(FuzzRandom random, SharedMemoryAttachment memory, bool hasWholeHeader, out ulong head)
    {
        if (!hasWholeHeader)
        {
            _mutator.MutateHeader(random);
        }

        _mutator.MutateStamps(random);
        _mutator.MutateMoving(random);
        if (random.OneIn(4))
        {
            _pattern.SegmentImage.Write(_head, (ulong)random.Between(0, SampleRing.Frames + 3));
        }

        head = _pattern.SegmentImage.Read(_head);
        new ReadOnlySpan<byte>(_pattern.SegmentImage.Memory, (int)_pattern.Geometry.SlotOffset).CopyTo(new Span<byte>(memory.DangerousPointer, _whole.Length));
        HandOver(memory);
    }

    // The copy is of a living ring of another name. What the mutator has changed of that stays as it is.
    private void HandOver(SharedMemoryAttachment memory)
    {
        SegmentHeader* header = (SegmentHeader*)memory.DangerousPointer;
        if (NameField.Is(header->Name, _pattern.Name))
        {
            NameField.Write(header->Name, _dead.Name);
        }

        if (new ProcessIdentity(header->WriterPid, header->WriterStartTime) == ProcessIdentity.Current)
        {
            header->WriterStartTime = 1;
        }
    }

    private FrameRingWriter? TryStart(FuzzRandom random, Outcomes outcomes)
    {
        try
        {
            int slots = random.OneIn(8) ? 2 : Slots;
            bool leases = random.OneIn(8);
            return FrameRingWriter.Create(new FrameRingWriterOptions { Name = _dead.Name, SlotCount = slots, SlotSize = SlotSize, Leases = leases, HugePages = HugePagePolicy.Off });
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
            return null;
        }
    }
}
