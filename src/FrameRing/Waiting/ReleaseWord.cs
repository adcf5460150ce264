using FrameRing.Interop;

namespace FrameRing.Waiting;

/// <summary>The 32-bit word in the lease segment on which a writer without a free slot sleeps (futex(2)); readers raise it when they let something go.</summary>
internal readonly unsafe struct ReleaseWord(uint* word)
{
    internal void RaiseAndWake()
    {
        // SYNC POINT K: what was let go becomes visible before the new word; pairs with ReadAcquire, as E does for readers. Many readers
        // raise it, so it is added to in one step.
        Interlocked.Increment(ref *word);
        Futex.Wake(word, int.MaxValue);
    }

    // SYNC POINT K, writer's end: read before the look at pins and cursors.
    internal uint ReadAcquire() => Volatile.Read(ref *word);

    internal void Wait(uint seen, TimeSpan timeout) => Futex.Wait(word, seen, timeout);
}
