using FrameRing.Faults;
using FrameRing.Layout;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Waiting;

namespace FrameRing.Segments;

/// <summary>
/// The lease segment mapped into this process: what readers ask the producer to keep. One per ring; it stays the same from one generation
/// to the next and is taken over by the next producer, because its words name frames by their sequence.
/// </summary>
internal sealed unsafe class LeaseTable : IDisposable
{
    private readonly SharedMemoryAttachment _attachment;
    private readonly byte* _base;

    private LeaseTable(int id, SegmentToken token, SharedMemoryAttachment attachment)
    {
        Id = id;
        Token = token;
        _attachment = attachment;
        _base = attachment.DangerousPointer;
    }

    internal int Id { get; }

    internal SegmentToken Token { get; }

    /// <summary>What the producer does when it has no free slot. It writes it before the directory leads anybody here.</summary>
    internal Delivery Delivery
    {
        get => (Delivery)Header->Delivery;
        set => Header->Delivery = (uint)value;
    }

    internal WaitingCount WaitingClaims => new(&Header->WaitingClaims);

    internal ReleaseWord ReleaseWord => new(&Header->ReleaseWord);

    private LeaseHeader* Header => (LeaseHeader*)_base;

    /// <summary>Who may take leases: those who may read the ring by their group. "Others" may read frames, but not write here.</summary>
    internal static UnixFileMode ModeOf(UnixFileMode ringMode) =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | (ringMode.HasFlag(UnixFileMode.GroupRead) ? UnixFileMode.GroupRead | UnixFileMode.GroupWrite : UnixFileMode.None);

    /// <summary>The writer's: a new table, marked for removal as soon as it is attached.</summary>
    internal static LeaseTable Create(string name, UnixFileMode ringMode, uint? group)
    {
        UnixFileMode mode = ModeOf(ringMode);
        SharedMemorySegment segment = TransientSegment.Create(name, TransientSegment.LeasePart, LeaseGeometry.TotalSize, mode, SharedMemoryOptions.None);
        SharedMemoryAttachment? attachment = null;
        try
        {
            attachment = segment.Attach();
            segment.SetOwnership(mode, ownerGid: group);
            LeaseHeader* header = (LeaseHeader*)attachment.DangerousPointer;
            header->LayoutVersion = LeaseHeader.Version;
            header->SizeOfHeader = LeaseHeader.HeaderSize;
            header->Token = SegmentToken.Create();
            header->EntryCount = LeaseGeometry.EntryCount;
            header->SizeOfEntry = LeaseEntry.EntrySize;
            header->PinCount = LeaseEntry.PinCount;
            NameField.Write(header->Name, name);
            SegmentMagic.Write(&header->Magic, LeaseHeader.MagicValue);
            return new LeaseTable(segment.Id, header->Token, attachment);
        }
        catch
        {
            attachment?.Dispose();
            throw;
        }
        finally
        {
            segment.Remove();
            FaultPoint.Reach(FaultStep.StartLeasesMade);
        }
    }

    /// <summary>A writer's: takes over the table of the dead one.</summary>
    /// <returns>Null if no reader kept it alive, or it is not fit.</returns>
    internal static LeaseTable? TryAdopt(in DirectoryEntry entry, string name)
    {
        try
        {
            LeaseTable? table = TryOpen(entry, name);
            if (table is not null && !OwnerTrust.IsOursToShare(new SharedMemorySegment(table.Id)))
            {
                table.Dispose();
                return null;
            }

            return table;
        }
        catch (FrameRingException)
        {
            return null;
        }
    }

    /// <summary>Attaches the table that a directory names; for anything but looking at it, for writing.</summary>
    /// <returns>Null if it is gone, or its id now belongs to something else.</returns>
    /// <exception cref="FrameRingException">It may not be written, or is of another version.</exception>
    internal static LeaseTable? TryOpen(in DirectoryEntry entry, string name, SharedMemoryAttachOptions options = SharedMemoryAttachOptions.ReadWrite)
    {
        if (entry.LeaseSegmentId < 0 || entry.LeaseToken == default
            || !new SharedMemorySegment(entry.LeaseSegmentId).TryAttach(options, out SharedMemoryAttachment? attachment))
        {
            return null;
        }

        bool isKept = false;
        try
        {
            if (attachment!.Length < LeaseGeometry.TotalSize)
            {
                return null;
            }

            LeaseHeader* header = (LeaseHeader*)attachment.DangerousPointer;
            if (SegmentMagic.Read(&header->Magic) != LeaseHeader.MagicValue || header->Token != entry.LeaseToken)
            {
                return null;
            }

            string operation = $"Attach the lease segment of ring '{name}'";
            if (header->LayoutVersion != LeaseHeader.Version)
            {
                throw FrameRingException.IncompatibleLayout(operation, header->LayoutVersion, LeaseHeader.Version);
            }

            if (header->EntryCount != LeaseGeometry.EntryCount || header->SizeOfEntry != LeaseEntry.EntrySize || header->PinCount != LeaseEntry.PinCount)
            {
                throw FrameRingException.CorruptSegment(operation);
            }

            if (!NameField.Is(header->Name, name))
            {
                throw FrameRingException.SegmentOfAnotherRing(operation);
            }

            isKept = true;
            return new LeaseTable(entry.LeaseSegmentId, entry.LeaseToken, attachment);
        }
        finally
        {
            if (!isKept)
            {
                attachment!.Dispose();
            }
        }
    }

    /// <summary>By a writer that has taken it over and may have another mode.</summary>
    internal void SetOwnership(UnixFileMode ringMode, uint? group) => new SharedMemorySegment(Id).SetOwnership(ModeOf(ringMode), ownerGid: group);

    internal EpochWord Epoch(int entry) => new(&Entry(entry)->Epoch);

    internal int* HolderPid(int entry) => &Entry(entry)->HolderPid;

    internal EvictionWord Evicted(int entry) => new(&Entry(entry)->Evicted);

    internal LeaseWord Cursor(int entry) => new(&Entry(entry)->Cursor);

    internal LeaseWord Pin(int entry, int pin)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)pin, (uint)LeaseEntry.PinCount, nameof(pin));
        return new LeaseWord(&Entry(entry)->Pins[pin]);
    }

    /// <summary>Keeps the mapping even if the table is disposed, until <see cref="Release"/>.</summary>
    internal void AddReference()
    {
        bool added = false;
        _attachment.DangerousAddRef(ref added);
    }

    internal void Release() => _attachment.DangerousRelease();

    public void Dispose() => _attachment.Dispose();

    private LeaseEntry* Entry(int entry)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entry, (uint)LeaseGeometry.EntryCount, nameof(entry));
        return (LeaseEntry*)(_base + LeaseGeometry.EntryPosition(entry));
    }
}
