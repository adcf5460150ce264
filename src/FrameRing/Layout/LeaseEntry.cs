using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>
/// What one reader asks the producer to keep. 128 bytes, two cache lines. The reader that holds the semaphore of the same number writes
/// it; the producer clears single words of dead readers and of leases that it takes back, by comparing.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = EntrySize)]
internal unsafe struct LeaseEntry
{
    internal const int EntrySize = 128;

    /// <summary>Frames that one reader can hold at a time.</summary>
    internal const int PinCount = 4;

    // Written by the holder only, raised by 1 when it takes the entry; never 0 once it was used.
    [FieldOffset(0)] internal uint Epoch;

    // Written by the producer only: the epoch of a holder that it waits for no more.
    [FieldOffset(4)] internal uint Evicted;

    // The first sequence that a lossless reader still needs; see TaggedSequence.
    [FieldOffset(8)] internal ulong Cursor;

    // The sequences of the frames that are leased; see TaggedSequence.
    [FieldOffset(16)] internal fixed ulong Pins[PinCount];

    // Written by the holder only, for display.
    [FieldOffset(48)] internal int HolderPid;
    // 52..127 reserved: zero.
}
