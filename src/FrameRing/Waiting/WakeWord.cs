using FrameRing.Interop;

namespace FrameRing.Waiting;

/// <summary>
/// A 32-bit word in shared memory on which readers sleep (futex(2)). Readers can sleep on a read-only mapping and wake themselves
/// there; only the producer changes the word. The futex is a shared one, keyed by the memory behind it, so that all processes meet.
/// </summary>
internal readonly unsafe struct WakeWord(uint* word)
{
    /// <summary>Called by the writer, under its lock, after the change that waiting readers must see.</summary>
    internal void Raise() =>
        // SYNC POINT E: the change becomes visible before the new word; pairs with ReadAcquire. A reader that has seen the old word
        // may have looked before the change; the kernel then finds the word changed and does not let it sleep.
        Volatile.Write(ref *word, *word + 1);

    /// <summary>Wakes all who sleep on the word. Outside the writer's lock: the wake-up of many readers takes its time.</summary>
    internal void WakeAll() => Futex.Wake(word, int.MaxValue);

    // SYNC POINT E, reader's end: acquire, so that what the reader looks at next is not older than the word.
    internal uint ReadAcquire() => Volatile.Read(ref *word);

    /// <summary>Sleeps until the word is no longer <paramref name="seen"/>, somebody wakes it, or the time is over.</summary>
    /// <returns>True if the time was over.</returns>
    internal bool Wait(uint seen, TimeSpan timeout) => Futex.Wait(word, seen, timeout);
}
