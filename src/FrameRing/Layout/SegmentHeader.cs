using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>
/// The first page of a frame segment. Written once by the producer before anybody can find the segment, immutable afterwards;
/// the magic is written last.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = HeaderSize)]
internal unsafe struct SegmentHeader
{
    internal const int HeaderSize = 4096;
    internal const ulong MagicValue = 0x31474E49_52454D41; // "AMERING1" in memory order
    internal const uint Version = 1;

    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint LayoutVersion;
    [FieldOffset(12)] internal uint SizeOfHeader;
    [FieldOffset(16)] internal SegmentToken Token;
    [FieldOffset(32)] internal ulong Generation;
    [FieldOffset(40)] internal ulong FirstSequence;   // the first frame published in this generation has this number
    [FieldOffset(48)] internal long SegmentSize;      // bytes of the whole segment, a multiple of the page size
    [FieldOffset(56)] internal uint SlotCount;
    [FieldOffset(60)] internal uint IndexCount;       // a power of two
    [FieldOffset(64)] internal long SlotSize;         // bytes from one slot to the next, a multiple of 4096
    [FieldOffset(72)] internal long CursorOffset;
    [FieldOffset(80)] internal long IndexOffset;
    [FieldOffset(88)] internal long DescriptorOffset;
    [FieldOffset(96)] internal long SlotOffset;
    [FieldOffset(104)] internal uint SizeOfDescriptor;
    [FieldOffset(108)] internal uint PageTier;
    [FieldOffset(112)] internal long CreationTime;    // CLOCK_REALTIME, ns
    [FieldOffset(120)] internal int WriterPid;
    [FieldOffset(124)] internal uint WriterUid;
    [FieldOffset(128)] internal ulong WriterStartTime; // clock ticks since boot, field 22 of /proc/PID/stat
    [FieldOffset(136)] internal fixed byte Name[64];   // zero-terminated ASCII
    [FieldOffset(200)] internal fixed byte SourceName[128]; // UTF-8, padded with zeros, for display
    // 328..4095 reserved: zero.
}
