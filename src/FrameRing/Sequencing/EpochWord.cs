namespace FrameRing.Sequencing;

/// <summary>How many times a lease entry was taken; the low bits tag its words. Only the holder of the entry changes it.</summary>
internal readonly unsafe struct EpochWord(uint* epoch)
{
    /// <summary>By a reader that has just got the entry's semaphore.</summary>
    /// <returns>The new epoch, never 0.</returns>
    internal uint Raise()
    {
        uint next = unchecked(*epoch + 1);
        next = next == 0 ? 1 : next;

        // Release only keeps the order of the text: the words that the epoch tags are announced with full fences of their own (I).
        Volatile.Write(ref *epoch, next);
        return next;
    }

    internal uint Read() => Volatile.Read(ref *epoch);
}
