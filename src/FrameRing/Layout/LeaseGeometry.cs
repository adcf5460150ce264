namespace FrameRing.Layout;

/// <summary>Where everything lies in a lease segment, which has one size in this version of the layout.</summary>
internal static class LeaseGeometry
{
    /// <summary>Readers that can hold leases or are lossless at the same time.</summary>
    internal const int EntryCount = 64;

    internal const long TotalSize = LeaseHeader.HeaderSize + (EntryCount * LeaseEntry.EntrySize);

    internal static long EntryPosition(int entry) => LeaseHeader.HeaderSize + ((long)entry * LeaseEntry.EntrySize);
}
