namespace FrameRing.Sequencing;

/// <summary>The word by which the writer tells the holder of a lease entry that it waits for it no more.</summary>
internal readonly unsafe struct EvictionWord(uint* evicted)
{
    // Release only keeps the order of the text: what a reader finds overwritten is decided by the stamps; this word says why.
    internal void Write(uint epoch) => Volatile.Write(ref *evicted, epoch);

    internal uint Read() => Volatile.Read(ref *evicted);
}
