using FrameRing.Layout;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Waiting;

namespace FrameRing.Segments;

/// <summary>
/// One frame segment mapped into this process: header, cursor block, index, descriptors, slots. Hands out the words of
/// <c>Sequencing</c> and <c>Waiting</c> at the right places; every slot number is checked before it becomes an address.
/// </summary>
internal sealed unsafe class FrameSegment : IDisposable
{
    private readonly SharedMemoryAttachment _attachment;
    private readonly byte* _base;

    private FrameSegment(int id, SharedMemoryAttachment attachment, SegmentGeometry geometry)
    {
        Id = id;
        _attachment = attachment;
        _base = attachment.DangerousPointer;
        Geometry = geometry;
    }

    internal int Id { get; }

    internal SegmentGeometry Geometry { get; }

    internal ulong Generation { get; private init; }

    internal ulong FirstSequence { get; private set; }

    internal SegmentToken Token { get; private init; }

    internal PageTier PageTier { get; private init; }

    /// <summary>The process that made the segment, or has adopted it since.</summary>
    internal ProcessIdentity Writer { get; private init; }

    internal long Length => _attachment.Length;

    internal HeadCursor Head => new(&Cursor->Head);

    /// <summary>The newest published sequence, checked: whoever may write the segment may have written anything.</summary>
    /// <returns>False if no writer ever puts such a number there.</returns>
    internal bool TryReadHead(out ulong head)
    {
        head = Head.ReadAcquire();
        return head >= FirstSequence - 1 && head <= IndexEntry.MaxSequence;
    }

    internal WakeWord WakeWord => new(&Cursor->WakeWord);

    internal StateWord State => new(&Cursor->State);

    /// <summary>The generation that follows; to be read after the state has been seen to be Retired (SYNC POINT F), and set before it becomes that.</summary>
    internal (int Id, SegmentToken Token) Next
    {
        get => (Cursor->NextSegmentId, Cursor->NextToken);
        set => (Cursor->NextSegmentId, Cursor->NextToken) = value;
    }

    /// <summary>For display: one aligned word, read and written as it is.</summary>
    internal SourceState SourceState
    {
        get => (SourceState)Cursor->SourceState;
        set => Cursor->SourceState = (uint)value;
    }

    /// <summary>For display: what the frames come from.</summary>
    internal string? SourceName
    {
        get => SourceNameField.Read(((SegmentHeader*)_base)->SourceName);
        set => SourceNameField.Write(((SegmentHeader*)_base)->SourceName, value);
    }

    /// <summary>Whether a device fills slots. It may go on for a moment after the writer's death, when the writer semaphore is free already.</summary>
    internal bool IsFilledByDevice
    {
        get => Cursor->IsFilledByDevice != 0;
        set => Cursor->IsFilledByDevice = value ? 1u : 0;
    }

    // Display values: each is one aligned word, read as it is.
    internal RingCounters* Counters => &Cursor->Counters;

    private CursorBlock* Cursor => (CursorBlock*)(_base + Geometry.CursorOffset);

    /// <summary>The writer's: lays the header out in fresh memory, which the kernel gives as zeros, magic last.</summary>
    internal static FrameSegment Initialize(int id, SharedMemoryAttachment attachment, SegmentGeometry geometry, string name, ulong generation, ulong firstSequence, PageTier tier)
    {
        SegmentHeader* header = (SegmentHeader*)attachment.DangerousPointer;
        ProcessIdentity writer = ProcessIdentity.Current;
        SegmentToken token = SegmentToken.Create();
        header->LayoutVersion = SegmentHeader.Version;
        header->SizeOfHeader = SegmentHeader.HeaderSize;
        header->Token = token;
        header->Generation = generation;
        header->FirstSequence = firstSequence;
        header->SegmentSize = attachment.Length;
        header->SlotCount = (uint)geometry.SlotCount;
        header->IndexCount = (uint)geometry.IndexCount;
        header->SlotSize = geometry.SlotSize;
        header->CursorOffset = geometry.CursorOffset;
        header->IndexOffset = geometry.IndexOffset;
        header->DescriptorOffset = geometry.DescriptorOffset;
        header->SlotOffset = geometry.SlotOffset;
        header->SizeOfDescriptor = FrameDescriptor.DescriptorSize;
        header->PageTier = (uint)tier;
        header->CreationTime = MonotonicClock.NowNanoseconds + MonotonicClock.WallClockOffsetNanoseconds;
        header->WriterPid = writer.Pid;
        header->WriterUid = Tmds.Linux.LibC.geteuid();
        header->WriterStartTime = writer.StartTime;
        NameField.Write(header->Name, name);

        FrameSegment segment = new(id, attachment, geometry)
        {
            Generation = generation,
            FirstSequence = firstSequence,
            Token = token,
            PageTier = tier,
            Writer = writer,
        };
        segment.Head.AdvanceRelease(firstSequence - 1);
        SegmentMagic.Write(&header->Magic, SegmentHeader.MagicValue);
        return segment;
    }

    /// <summary>
    /// A reader's: takes over a mapping after checking all of its header. The limits are copied once and every offset is computed
    /// from them; what the header says later does not matter any more.
    /// </summary>
    /// <returns>Null if the segment is not the one that <paramref name="token"/> names (the kernel gave its id away again).</returns>
    internal static FrameSegment? Open(int id, SharedMemoryAttachment attachment, SegmentToken token, string name)
    {
        if (attachment.Length < SegmentHeader.HeaderSize)
        {
            return null;
        }

        SegmentHeader* shared = (SegmentHeader*)attachment.DangerousPointer;
        if (SegmentMagic.Read(&shared->Magic) != SegmentHeader.MagicValue)
        {
            return null;
        }

        SegmentHeader header = *shared;
        if (header.Token != token)
        {
            return null;
        }

        string operation = $"Attach the frame segment {id} of ring '{name}'";
        if (header.LayoutVersion != SegmentHeader.Version)
        {
            throw FrameRingException.IncompatibleLayout(operation, header.LayoutVersion, SegmentHeader.Version);
        }

        if (!SegmentGeometry.TryCreate(header.SlotCount, header.SlotSize, out SegmentGeometry geometry)
            || geometry.SlotSize != header.SlotSize || geometry.IndexCount != header.IndexCount
            || geometry.CursorOffset != header.CursorOffset || geometry.IndexOffset != header.IndexOffset
            || geometry.DescriptorOffset != header.DescriptorOffset || geometry.SlotOffset != header.SlotOffset
            || header.SizeOfDescriptor != FrameDescriptor.DescriptorSize || header.SizeOfHeader != SegmentHeader.HeaderSize
            || geometry.TotalSize > attachment.Length
            || header.FirstSequence is 0 or > IndexEntry.MaxSequence)
        {
            throw FrameRingException.CorruptSegment(operation);
        }

        // A page that leads to another ring's frames was forged or damaged; its own token says nothing against that.
        if (!NameField.Is(header.Name, name))
        {
            throw FrameRingException.SegmentOfAnotherRing(operation);
        }

        return new FrameSegment(id, attachment, geometry)
        {
            Generation = header.Generation,
            FirstSequence = header.FirstSequence,
            Token = token,
            PageTier = (PageTier)header.PageTier,
            Writer = new ProcessIdentity(header.WriterPid, header.WriterStartTime),
        };
    }

    /// <summary>The writer's: says at which sequence a prepared segment begins, before the directory leads anybody to it.</summary>
    internal void StartAt(ulong firstSequence)
    {
        ((SegmentHeader*)_base)->FirstSequence = firstSequence;
        FirstSequence = firstSequence;
        Head.AdvanceRelease(firstSequence - 1);
    }

    /// <summary>Whether the header still names a process; an adopting writer changes that.</summary>
    internal bool IsOf(ProcessIdentity writer) =>
        new ProcessIdentity(((SegmentHeader*)_base)->WriterPid, ((SegmentHeader*)_base)->WriterStartTime) == writer;

    /// <summary>An adopting writer's, before the directory names it: whoever finds the segment later asks whether this process lives.</summary>
    internal void NameWriter(ProcessIdentity writer)
    {
        SegmentHeader* header = (SegmentHeader*)_base;
        header->WriterPid = writer.Pid;
        header->WriterStartTime = writer.StartTime;
    }

    internal SlotStamp Stamp(int slot) => new(Descriptor(slot));

    internal FrameMetadata* Metadata(int slot) => &Descriptor(slot)->Metadata;

    internal IndexCell Index(ulong sequence) => new((ulong*)(_base + Geometry.IndexPosition(sequence)));

    internal byte* Slot(int slot)
    {
        CheckSlot(slot);
        return _base + Geometry.SlotPosition(slot);
    }

    /// <summary>Keeps the mapping even if the segment is disposed, until <see cref="Release"/>: somebody works on a frame in it.</summary>
    internal void AddReference()
    {
        bool added = false;
        _attachment.DangerousAddRef(ref added);
    }

    internal void Release() => _attachment.DangerousRelease();

    public void Dispose() => _attachment.Dispose();

    private FrameDescriptor* Descriptor(int slot)
    {
        CheckSlot(slot);
        return (FrameDescriptor*)(_base + Geometry.DescriptorPosition(slot));
    }

    private void CheckSlot(int slot) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)Geometry.SlotCount, nameof(slot));
}
