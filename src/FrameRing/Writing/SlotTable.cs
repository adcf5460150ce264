namespace FrameRing.Writing;

/// <summary>
/// The writer's own book of one generation's slots. Published slots are chained in order of publication, so that the one published
/// longest ago is found first. Not thread-safe: the writer's lock guards it.
/// </summary>
internal sealed class SlotTable
{
    private const int Nobody = -1;

    private readonly Entry[] _entries;
    private readonly Stack<int> _empty;
    private int _oldest = Nobody;
    private int _newest = Nobody;

    internal SlotTable(int slotCount)
    {
        _entries = new Entry[slotCount];
        _empty = new Stack<int>(slotCount);
        for (int slot = slotCount - 1; slot >= 0; slot--)
        {
            _empty.Push(slot);
        }
    }

    internal int ClaimedCount { get; private set; }

    internal int PublishedCount => _entries.Length - _empty.Count - ClaimedCount;

    /// <summary>True if neither a claim nor a token keeps anybody of this process at a slot.</summary>
    internal bool TryReleaseAll(ISlotHold? hold)
    {
        bool free = ClaimedCount == 0;
        for (int slot = _oldest; slot != Nobody; slot = _entries[slot].Newer)
        {
            free &= TryReleaseToken(slot, hold);
        }

        return free;
    }

    /// <summary>Takes an empty slot, or the one published longest ago that neither this process nor a reader holds.</summary>
    internal SlotSearch TryClaim(ISlotHold? hold, SlotTaker taker, long epoch, out int slot)
    {
        SlotSearch found = Find(hold, taker, out slot);
        if (found == SlotSearch.Kept && taker.ForgetDead())
        {
            found = Find(hold, taker, out slot);
            if (found == SlotSearch.Kept)
            {
                found = FindRevocable(taker, out slot);
            }
        }

        if (found is SlotSearch.Found or SlotSearch.Revoked)
        {
            ref Entry entry = ref _entries[slot];
            entry.State = SlotState.Claimed;
            entry.Epoch = epoch;
            entry.WantedSince = 0;
            ClaimedCount++;
        }

        return found;
    }

    private SlotSearch Find(ISlotHold? hold, SlotTaker taker, out int slot)
    {
        if (_empty.TryPop(out slot))
        {
            taker.TakeEmpty(slot);
            return SlotSearch.Found;
        }

        taker.Look();
        bool isAnyKept = false;
        for (slot = _oldest; slot != Nobody; slot = _entries[slot].Newer)
        {
            // Only a slot that nothing in this process uses counts as kept by a reader: for the others it is no use to wait for one.
            if (TryReleaseToken(slot, hold))
            {
                if (taker.TryTake(slot, _entries[slot].Sequence))
                {
                    Unchain(slot);
                    return SlotSearch.Found;
                }

                isAnyKept = true;
            }
        }

        // One that the hold gave back while it was asked.
        if (_empty.TryPop(out slot))
        {
            taker.TakeEmpty(slot);
            return SlotSearch.Found;
        }

        return isAnyKept ? SlotSearch.Kept : SlotSearch.NoneFree;
    }

    private SlotSearch FindRevocable(SlotTaker taker, out int slot)
    {
        for (slot = _oldest; slot != Nobody; slot = _entries[slot].Newer)
        {
            if (_entries[slot].Token == 0
                && taker.TryRevoke(slot, _entries[slot].Sequence, ref _entries[slot].WantedSince) is var found and not SlotSearch.Kept)
            {
                Unchain(slot);
                return found;
            }
        }

        return SlotSearch.Kept;
    }

    /// <summary>Frames of a dead writer that readers can still see. To be called in the order of their sequences, oldest first.</summary>
    internal void Adopt(int slot, ulong sequence)
    {
        ClaimedCount++;
        MarkPublished(slot, sequence, 0);
    }

    /// <summary>Before <see cref="Adopt"/>: no slot is empty but those that are said to be.</summary>
    internal void AdoptEmpty(ReadOnlySpan<int> slots)
    {
        _empty.Clear();
        for (int index = slots.Length - 1; index >= 0; index--)
        {
            _empty.Push(slots[index]);
        }
    }

    internal bool IsClaimed(int slot, long epoch) =>
        (uint)slot < (uint)_entries.Length && _entries[slot].State == SlotState.Claimed && _entries[slot].Epoch == epoch;

    internal void MarkPublished(int slot, ulong sequence, nint token)
    {
        ref Entry entry = ref _entries[slot];
        entry.Sequence = sequence;
        entry.State = SlotState.Published;
        entry.Token = token;
        entry.Older = _newest;
        entry.Newer = Nobody;
        if (_newest == Nobody)
        {
            _oldest = slot;
        }
        else
        {
            _entries[_newest].Newer = slot;
        }

        _newest = slot;
        ClaimedCount--;
    }

    internal void MarkEmpty(int slot)
    {
        _entries[slot].State = SlotState.Empty;
        _empty.Push(slot);
        ClaimedCount--;
    }

    private bool TryReleaseToken(int slot, ISlotHold? hold)
    {
        ref Entry entry = ref _entries[slot];
        if (entry.Token != 0 && hold is not null && !hold.TryRelease(entry.Token))
        {
            return false;
        }

        entry.Token = 0;
        return true;
    }

    private void Unchain(int slot)
    {
        (int older, int newer) = (_entries[slot].Older, _entries[slot].Newer);
        if (older == Nobody)
        {
            _oldest = newer;
        }
        else
        {
            _entries[older].Newer = newer;
        }

        if (newer == Nobody)
        {
            _newest = older;
        }
        else
        {
            _entries[newer].Older = older;
        }
    }

    private struct Entry
    {
        internal SlotState State;
        internal long Epoch;
        internal ulong Sequence;
        internal nint Token;
        internal long WantedSince;
        internal int Older;
        internal int Newer;
    }
}
