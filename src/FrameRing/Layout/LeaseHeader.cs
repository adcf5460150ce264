using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>
/// The first page of a lease segment, the only shared memory of a ring that readers may write: those that take leases or read
/// without loss. Written once by the producer, but for the words that say otherwise; the magic is written last.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = HeaderSize)]
internal unsafe struct LeaseHeader
{
    internal const int HeaderSize = 4096;
    internal const ulong MagicValue = 0x31534145_4C4D4152; // "RAMLEAS1" in memory order
    internal const uint Version = 1;

    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint LayoutVersion;
    [FieldOffset(12)] internal uint SizeOfHeader;
    [FieldOffset(16)] internal SegmentToken Token;
    [FieldOffset(32)] internal uint EntryCount;
    [FieldOffset(36)] internal uint SizeOfEntry;
    [FieldOffset(40)] internal uint PinCount;         // pins of an entry
    [FieldOffset(64)] internal fixed byte Name[64];   // zero-terminated ASCII

    // Written by the producer only: a Delivery; a successor may deliver otherwise.
    [FieldOffset(128)] internal uint Delivery;

    // Written by the producer only: how many of its threads wait until readers have let a slot go.
    [FieldOffset(132)] internal uint WaitingClaims;

    // Raised by every reader that lets something go while a claim waits; the futex on which the producer sleeps.
    [FieldOffset(256)] internal uint ReleaseWord;
}
