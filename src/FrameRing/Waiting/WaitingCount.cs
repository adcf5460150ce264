namespace FrameRing.Waiting;

/// <summary>How many claims of the writer wait for readers; readers look at it when they have let something go.</summary>
internal readonly unsafe struct WaitingCount(uint* count)
{
    internal void Enter()
    {
        // SYNC POINT J, writer's end: a full fence between this store and the look at pins and cursors that follows; pairs with
        // LeaseWord.TryClear and Announce, which are full fences before IsAnybodyWaiting. Without it the writer looks too early, the
        // reader too, and the writer sleeps until its slice is over although a slot is free.
        Interlocked.Increment(ref *count);

        // As in SlotStamp.BeginClaim.
        Interlocked.MemoryBarrier();
    }

    internal void Leave() => Interlocked.Decrement(ref *count);

    /// <summary>By a writer that has just taken the segment over.</summary>
    internal void Reset() => Volatile.Write(ref *count, 0);

    // SYNC POINT J, reader's end.
    internal bool IsAnybodyWaiting => Volatile.Read(ref *count) != 0;
}
