using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>What a directory says about its ring at one moment: who writes it and where its frames are.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct DirectoryEntry
{
    internal const int NoObject = -1;

    [FieldOffset(0)] internal int WriterPid;
    [FieldOffset(4)] internal uint WriterUid;
    [FieldOffset(8)] internal ulong WriterStartTime;  // clock ticks since boot, field 22 of /proc/PID/stat
    [FieldOffset(16)] internal ulong Generation;      // 0 = no frame segment yet
    [FieldOffset(24)] internal int FrameSegmentId;
    [FieldOffset(28)] internal int LeaseSegmentId;    // NoObject while the ring has no leases
    [FieldOffset(32)] internal int WriterSemaphoreId;
    [FieldOffset(36)] internal int ReaderSemaphoreId; // NoObject while the ring has no leases
    [FieldOffset(40)] internal SegmentToken Token;    // of the frame segment
    [FieldOffset(56)] internal uint State;            // a GenerationState: Live, or Ended once the writer has gone cleanly
    // 60..63 reserved: zero.
    [FieldOffset(64)] internal ulong LastSequence;    // the newest frame of all, once State is Ended; 0 before
    [FieldOffset(72)] internal SegmentToken LeaseToken; // of the lease segment; zero while the ring has no leases
    // 88..127 reserved: zero.
}
