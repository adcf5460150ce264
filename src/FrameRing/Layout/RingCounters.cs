using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>Counts since the producer started; carried on from one generation to the next.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct RingCounters
{
    [FieldOffset(0)] internal ulong Published;
    [FieldOffset(8)] internal ulong Dropped;
    [FieldOffset(16)] internal ulong Direct;
    [FieldOffset(24)] internal ulong Copied;
    [FieldOffset(32)] internal ulong HwDownloaded;
    [FieldOffset(40)] internal ulong Corrupt;
    [FieldOffset(48)] internal ulong Abandoned;
    [FieldOffset(56)] internal ulong Revoked;
    [FieldOffset(64)] internal ulong Evicted;
    [FieldOffset(72)] internal ulong Waits;
    [FieldOffset(80)] internal ulong WaitNanoseconds;
    // 88..127 reserved: zero.

    internal readonly WriterStatistics ToStatistics() => new(
        Published, Dropped, Direct, Copied, HwDownloaded, Corrupt, Abandoned, Revoked, Evicted, Waits, TimeSpan.FromTicks((long)(WaitNanoseconds / TimeSpan.NanosecondsPerTick)));
}
