using FrameRing.Layout;

namespace FrameRing.Reading;

/// <content>Leases, and reading without loss.</content>
public sealed unsafe partial class FrameRingReader
{
    private LeaseHolder? _holder;
    private LeaseRecord[] _leases = [];
    private ulong _revoked;

    /// <summary>The most frames that one reader can lease at a time.</summary>
    public const int MaxLeases = LeaseEntry.PinCount;

    /// <summary>
    /// Keeps the producer from using the frame's slot again until the lease is given back, or taken back (<see cref="ReadStatus.Revoked"/>).
    /// The view stays valid as it was; the lease's own one outlives it. Never waits, allocates nothing.
    /// </summary>
    /// <param name="view">A frame of the last call on this reader.</param>
    /// <param name="lease">The lease; the caller disposes it.</param>
    /// <returns>
    /// <see cref="ReadStatus.Ok"/>: everything read from the view before is the frame too. <see cref="ReadStatus.Overwritten"/>: too late.
    /// <see cref="ReadStatus.Evicted"/>: the producer gave this reader up. <see cref="ReadStatus.TooManyLeases"/>: this reader has <see cref="MaxLeases"/> already.
    /// </returns>
    /// <exception cref="InvalidOperationException">The reader was attached without <see cref="FrameRingReaderOptions.Leases"/>, or the view is over.</exception>
    public ReadStatus TryLease(in FrameView view, out FrameLease lease)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lease = default;
        if (_holder is null || !_options.Leases)
        {
            throw new InvalidOperationException("This reader was attached without FrameRingReaderOptions.Leases.");
        }

        if (!view.IsOf(this))
        {
            throw new InvalidOperationException("The view is over: it was valid until the next call on its reader.");
        }

        if (_options.IsLossless && _holder.IsEvicted)
        {
            return ReadStatus.Evicted;
        }

        foreach (LeaseRecord record in _leases)
        {
            if (record.TryReserve())
            {
                if (record.TryLease(_holder, view))
                {
                    lease = new FrameLease(record);
                    return ReadStatus.Ok;
                }

                _overwritten++;
                return ReadStatus.Overwritten;
            }
        }

        return ReadStatus.TooManyLeases;
    }

    internal void CountRevoked() => Interlocked.Increment(ref _revoked);

    private void TakeEntry()
    {
        if (!_options.NeedsEntry)
        {
            return;
        }

        bool isNew = _holder is null || _holder.Token != _entry.LeaseToken;
        if (isNew)
        {
            // Leases of the old table stay mapped; nobody honours them any more, and the stamps tell.
            _holder?.Dispose();
            _holder = null;
            _holder = LeaseHolder.Take(Name, _entry, _options.TrustedOwners);
        }

        if (_options.IsLossless && _holder!.Delivery != Writing.Delivery.Lossless)
        {
            // Nobody disposes a reader that could not be made, and the entry would be held until the process ends. One that was there
            // before stays: its leases depend on it.
            if (isNew)
            {
                _holder.Dispose();
                _holder = null;
            }

            throw new FrameRingException(
                FrameRingError.NotOffered,
                $"Read ring '{Name}' without loss",
                "it is a live ring, whose producer waits for nobody",
                "Start its producer with --delivery lossless.");
        }
    }

    // Announce, then look: a frame is found there, and the writer sees the cursor before it takes the slot, or it is too late for it. Every
    // frame up to the head must be there, not only the first: the writer may have passed an older one over and taken a younger one.
    private void Join(StartPosition start)
    {
        _next = FirstWanted(start);
        while (true)
        {
            _holder!.MoveCursor(_next);
            ulong head = ReadHead();
            ulong sequence = _next;
            while (sequence <= head && IsUnclaimed(sequence))
            {
                sequence++;
            }

            if (sequence > head)
            {
                return;
            }

            _next = sequence + 1;
        }
    }

    private bool IsUnclaimed(ulong sequence)
    {
        ulong entry = _segment.Index(sequence).ReadAcquire();
        int slot = IndexEntry.SlotOf(entry);
        return IndexEntry.SequenceOf(entry) == sequence && slot < _segment.Geometry.SlotCount && _segment.Stamp(slot).IsUnclaimed(sequence);
    }
}
