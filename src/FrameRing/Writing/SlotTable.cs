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

    /// <summary>Takes an empty slot, or the one published longest ago that nothing in this process holds.</summary>
    internal bool TryClaim(ISlotHold? hold, long epoch, out int slot)
    {
        if (!_empty.TryPop(out slot))
        {
            slot = _oldest;
            while (slot != Nobody && !TryReleaseToken(slot, hold))
            {
                slot = _entries[slot].Newer;
            }

            if (slot != Nobody)
            {
                Unchain(slot);
            }
            else if (!_empty.TryPop(out slot))
            {
                // Not even one that the hold gave back while it was asked.
                return false;
            }
        }

        ref Entry entry = ref _entries[slot];
        entry.State = SlotState.Claimed;
        entry.Epoch = epoch;
        ClaimedCount++;
        return true;
    }

    internal bool IsClaimed(int slot, long epoch) =>
        (uint)slot < (uint)_entries.Length && _entries[slot].State == SlotState.Claimed && _entries[slot].Epoch == epoch;

    internal void MarkPublished(int slot, nint token)
    {
        ref Entry entry = ref _entries[slot];
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
        internal nint Token;
        internal int Older;
        internal int Newer;
    }
}
