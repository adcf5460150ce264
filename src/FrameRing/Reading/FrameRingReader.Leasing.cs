using FrameRing.Layout;
using FrameRing.Segments;

namespace FrameRing.Reading;

/// <content>Leases, and lossless reading.</content>
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
        if (!_options.Leases)
        {
            throw new InvalidOperationException("This reader was attached without FrameRingReaderOptions.Leases.");
        }

        if (!view.IsOf(this))
        {
            throw new InvalidOperationException("The view is over: it was valid until the next call on its reader.");
        }

        if (_options.IsLossless && _holder!.IsEvicted)
        {
            return ReadStatus.Evicted;
        }

        foreach (LeaseRecord record in _leases)
        {
            if (record.TryReserve())
            {
                if (record.TryLease(_holder!, view))
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

    /// <summary>
    /// The entry that goes with what a directory says: the present one if its table is still the ring's, else a new one. Without one the
    /// present one stays; whoever takes a new one over disposes the old.
    /// </summary>
    /// <returns>Null if none is needed.</returns>
    private LeaseHolder? HolderFor(RingDirectory directory, in DirectoryEntry entry)
    {
        if (!_options.NeedsEntry)
        {
            return null;
        }

        if (_holder is not { } present || present.Token != entry.LeaseToken)
        {
            return LeaseHolder.Take(directory, entry, _options.TrustedOwners, _options.IsLossless, _holder);
        }

        // A producer that takes the table over need not offer what the one before it did.
        return !_options.IsLossless || present.Delivery == Delivery.Lossless ? present : throw LeaseHolder.LossOnly(Name);
    }

    // Announce, then look: a frame is found there, and the writer sees the cursor before it takes the slot, or it is too late for it. Every
    // frame up to the head must be there, not only the first: the writer may have passed an older one over and taken a younger one.
    private void Join(StartPosition start)
    {
        bool isJoined;
        do
        {
            JoinHere(start);

            // SYNC POINT I once more: the cursor is announced with a full fence, then the state is looked at; the writer says Retired, and
            // has a full fence (BeginClaim) before it looks for what it may overwrite in the next generation. Not retired: it sees the cursor
            // there too. Retired: frames between here and the present may have gone unseen, so the place to join is further on.
            isJoined = _segment.State.ReadAcquire() != GenerationState.Retired || !TryMoveSoon();
        }
        while (!isJoined);
    }

    private void JoinHere(StartPosition start)
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

    // The next generation may be retired and gone too before it is attached; the entry then names another.
    private bool TryMoveSoon()
    {
        for (int look = 0; look < MaxLooks; look++)
        {
            if (TryMove())
            {
                return true;
            }
        }

        return false;
    }

    // With an entry that is new to this reader: nobody has waited for it until now.
    private void JoinUnlessKnown(LeaseHolder? before)
    {
        if (_options.IsLossless && _holder != before)
        {
            JoinAnew();
        }
    }

    private void JoinAnew()
    {
        ulong wanted = _next;
        Join(StartPosition.At(wanted));
        _lost += _next - wanted;
    }

    private bool IsUnclaimed(ulong sequence)
    {
        ulong entry = _segment.Index(sequence).ReadAcquire();
        int slot = IndexEntry.SlotOf(entry);
        return IndexEntry.SequenceOf(entry) == sequence && slot < _segment.Geometry.SlotCount && _segment.Stamp(slot).IsUnclaimed(sequence);
    }
}
