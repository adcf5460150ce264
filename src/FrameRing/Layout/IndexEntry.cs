namespace FrameRing.Layout;

/// <summary>
/// One word of the index: which slot holds a sequence. 48 bits of sequence (nine thousand years at a thousand frames a second) and
/// 16 bits of slot, so that both change in one store. 0 = never used, since sequences start at 1.
/// </summary>
internal static class IndexEntry
{
    internal const ulong MaxSequence = (1UL << 48) - 1;

    internal static ulong Pack(ulong sequence, int slot) => sequence << 16 | (ushort)slot;

    internal static ulong SequenceOf(ulong entry) => entry >> 16;

    internal static int SlotOf(ulong entry) => (ushort)entry;
}
