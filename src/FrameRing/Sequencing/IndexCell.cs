using FrameRing.Layout;

namespace FrameRing.Sequencing;

/// <summary>One word of the index in shared memory.</summary>
internal readonly unsafe struct IndexCell(ulong* cell)
{
    internal void WriteRelease(ulong sequence, int slot) =>
        // SYNC POINT B: the slot's stamp becomes visible before the index leads to the slot; pairs with ReadAcquire. The other way
        // round a reader would find the slot, see the old stamp and report a frame as overwritten that was never there to miss.
        Volatile.Write(ref *cell, IndexEntry.Pack(sequence, slot));

    // SYNC POINT B, reader's end.
    internal ulong ReadAcquire() => Volatile.Read(ref *cell);
}
