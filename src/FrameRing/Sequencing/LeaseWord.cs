using FrameRing.Layout;

namespace FrameRing.Sequencing;

/// <summary>
/// A word of a lease entry in shared memory by which a reader says what must be kept for it: a pin or the cursor. The reader announces
/// and then looks at the frame's stamp; the writer changes the stamp and then looks at these words. At least one sees the other.
/// </summary>
internal readonly unsafe struct LeaseWord(ulong* word)
{
    /// <summary>The reader's: says what it needs, before it looks whether that is still there.</summary>
    internal void Announce(ulong value)
    {
        // SYNC POINT I, reader's end: a full fence between this store and the load of the stamp that follows (SlotStamp.IsUnclaimed), or of
        // the state (Join); pairs with ReadAfterClaim. Without it the load may be done first: reader and writer both find the slot theirs.
        Interlocked.Exchange(ref *word, value);

        // As in SlotStamp.BeginClaim.
        Interlocked.MemoryBarrier();
    }

    /// <summary>The writer's, before and after SlotStamp.BeginClaim.</summary>
    internal ulong ReadAfterClaim() =>
        // SYNC POINT I, writer's end: the full fence is the one of BeginClaim. Acquire, so that what is written into a slot that was
        // let go is written after the reader's last look at it.
        Volatile.Read(ref *word);

    /// <summary>Lets go, unless the other side has done so before.</summary>
    /// <returns>False if the word no longer holds <paramref name="seen"/>.</returns>
    internal bool TryClear(ulong seen)
    {
        // SYNC POINT J, half of it: a full fence, so that the reader's loads of pixels are done before the slot is free, and so that
        // the look whether a claim waits comes after; see WaitingCount.
        bool isCleared = Interlocked.CompareExchange(ref *word, TaggedSequence.None, seen) == seen;

        // As in SlotStamp.BeginClaim.
        Interlocked.MemoryBarrier();
        return isCleared;
    }

    internal ulong Read() => Volatile.Read(ref *word);
}
