namespace FrameRing.Layout;

/// <summary>
/// A word of a lease entry: a sequence (48 bits) under the low 16 bits of the holder's epoch. The tag lets the writer clear what a dead
/// holder left by comparing, without touching what a new holder of the same entry has just written. 0 = nothing.
/// </summary>
internal static class TaggedSequence
{
    internal const ulong None = 0;

    internal static ulong Pack(uint epoch, ulong sequence) => (ulong)(ushort)epoch << 48 | sequence;

    internal static ulong SequenceOf(ulong word) => word & IndexEntry.MaxSequence;

    /// <summary>Whether the holder of that epoch can have written the word.</summary>
    internal static bool IsOf(ulong word, uint epoch) => word >> 48 == (ushort)epoch;
}
