using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>
/// The 4 KiB segment that a ring's name leads to. Written by the producer only; everybody else attaches it read-only.
/// Identity first; then the entry, which changes with every generation under its own sequence lock.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = PageSize)]
internal unsafe struct DirectoryPage
{
    internal const int PageSize = 4096;
    internal const ulong MagicValue = 0x31524944_4D415246; // "FRAMDIR1" in memory order
    internal const uint Version = 1;

    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint LayoutVersion;
    [FieldOffset(12)] internal uint SizeOfPage;
    [FieldOffset(16)] internal fixed byte Name[64];

    // Even = the entry is whole, odd = it is being changed. Only Sequencing/SequenceLock touches it.
    [FieldOffset(128)] internal uint EntryVersion;

    // Goes up with every change of the entry; the futex of readers that wait for a new generation or a new producer.
    [FieldOffset(132)] internal uint WakeWord;

    [FieldOffset(192)] internal DirectoryEntry Entry;

    // No sequence above this one was ever published under this name. Raised in large steps before it is reached, so that numbers
    // never go back, even when a producer and its frame segment are gone without a trace.
    [FieldOffset(512)] internal ulong ReservedSequence;
}
