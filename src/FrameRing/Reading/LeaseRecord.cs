using FrameRing.Layout;
using FrameRing.Segments;

namespace FrameRing.Reading;

/// <summary>
/// The reader's book of one pin. Made once and used for one lease after the other; the ticket tells them apart. A lease may be given
/// back on any thread.
/// </summary>
internal sealed class LeaseRecord(FrameRingReader reader, int pin) : IViewOwner
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Leased = 2;

    private FrameMetadata _metadata;
    private FrameGeometry _geometry;
    private LeaseHolder? _holder;
    private FrameSegment? _segment;
    private uint _ticket;
    private int _slot;
    private int _state;

    public uint Call => Volatile.Read(ref _ticket);

    internal ref readonly FrameMetadata Metadata => ref _metadata;

    /// <summary>Whether the lease of that ticket is still out.</summary>
    internal bool IsCurrent(uint ticket) => Volatile.Read(ref _ticket) == ticket && Volatile.Read(ref _state) == Leased;

    internal FrameView View => new(this, _segment!, _slot, _metadata, _geometry, 0);

    internal bool TryReserve() => Interlocked.CompareExchange(ref _state, Taken, Free) == Free;

    /// <summary>Announces the pin and looks whether the frame is still there.</summary>
    /// <returns>False if the writer was quicker; then the record is free again.</returns>
    internal bool TryLease(LeaseHolder holder, scoped in FrameView view)
    {
        _holder = holder;
        _segment = view.Segment;
        _slot = view.Slot;
        _metadata = view.Metadata;
        _geometry = view.Geometry;
        holder.AddReference();
        _segment.AddReference();
        holder.Announce(pin, _metadata.Sequence);

        // SYNC POINT I, reader's end: announced with a full fence, then the look. Unclaimed: the writer sees the pin before it uses the slot.
        bool isThere = _segment.Stamp(_slot).IsUnclaimed(_metadata.Sequence);
        Faults.FaultPoint.Reach(Faults.FaultStep.LeaseChecked);
        if (isThere)
        {
            Volatile.Write(ref _state, Leased);
            return true;
        }

        EndLease();
        return false;
    }

    /// <summary>Gives the lease of that ticket back; later calls do nothing.</summary>
    internal void GiveBack(uint ticket)
    {
        if (Volatile.Read(ref _ticket) == ticket && Interlocked.CompareExchange(ref _state, Taken, Leased) == Leased)
        {
            EndLease();
        }
    }

    public ReadStatus NoteOverwritten()
    {
        reader.CountRevoked();
        return ReadStatus.Revoked;
    }

    private void EndLease()
    {
        LeaseHolder holder = _holder!;
        FrameSegment segment = _segment!;

        // Views and copies of the lease are over before the pin is: whoever still has one gets an exception and not another frame.
        Volatile.Write(ref _ticket, unchecked(_ticket + 1));
        holder.Unpin(pin, _metadata.Sequence);
        (_holder, _segment) = (null, null);
        Volatile.Write(ref _state, Free);
        segment.Release();
        holder.Release();
    }
}
