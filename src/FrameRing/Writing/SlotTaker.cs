using FrameRing.Faults;
using FrameRing.Segments;
using FrameRing.Waiting;

namespace FrameRing.Writing;

/// <summary>Takes slots of one generation out of the readers' hands, unless a reader must not lose the frame. The writer's lock guards it.</summary>
internal sealed class SlotTaker(FrameSegment segment, KeptFrames? kept, TimeSpan leaseTimeout)
{
    /// <summary>To be called before the slots are looked through.</summary>
    internal void Look() => kept?.Look();

    internal void TakeEmpty(int slot) => segment.Stamp(slot).BeginWrite();

    /// <summary>Takes a slot that holds a frame.</summary>
    /// <returns>False if a reader keeps it; then nothing has changed.</returns>
    internal bool TryTake(int slot, ulong sequence)
    {
        if (kept is null)
        {
            segment.Stamp(slot).BeginWrite();
            return true;
        }

        if (kept.IsKept(sequence))
        {
            return false;
        }

        FaultPoint.Reach(FaultStep.ClaimChosen);
        segment.Stamp(slot).BeginClaim(sequence);
        FaultPoint.Reach(FaultStep.ClaimStamped);

        // SYNC POINT I: look again. A reader that announced before it saw the stamp is seen here; without this second look its frame
        // would be overwritten although it was told that it has a lease.
        kept.Look();
        return TakeUnless(kept.IsKept(sequence), slot, sequence);
    }

    /// <summary>No slot was free: takes one whose leases are older than they may be.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="sequence">Its frame.</param>
    /// <param name="wantedSince">When the writer first ran short while the frame was leased; 0 before. On the writer's own clock, so no reader can put it off.</param>
    /// <returns>Whether a lease was taken back for it: who kept the frame may have let go meanwhile.</returns>
    internal SlotSearch TryRevoke(int slot, ulong sequence, ref long wantedSince)
    {
        if (kept is null || kept.IsUnread(sequence))
        {
            return SlotSearch.Kept;
        }

        long now = MonotonicClock.NowNanoseconds;
        wantedSince = wantedSince == 0 ? now : wantedSince;
        if (!Deadline.IsOver(leaseTimeout, now - wantedSince))
        {
            return SlotSearch.Kept;
        }

        bool wasLeased = kept.Revoke(sequence);
        segment.Stamp(slot).BeginClaim(sequence);

        // SYNC POINT I as above, for cursors alone: a lossless reader may just have joined at this frame.
        kept.Look();
        wasLeased |= kept.IsPinned(sequence);
        return !TakeUnless(kept.IsUnread(sequence), slot, sequence) ? SlotSearch.Kept : wasLeased ? SlotSearch.Revoked : SlotSearch.Found;
    }

    private bool TakeUnless(bool isKept, int slot, ulong sequence)
    {
        if (isKept)
        {
            segment.Stamp(slot).Restore(sequence);
            return false;
        }

        segment.Stamp(slot).BeginWrite();
        return true;
    }

    /// <summary>Asks whether readers that keep frames are still alive.</summary>
    /// <returns>True if another look is worth it.</returns>
    internal bool ForgetDead()
    {
        kept?.ForgetDead();
        kept?.Look();
        return kept is not null;
    }
}
