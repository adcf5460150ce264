namespace FrameRing.Layout;

/// <summary>
/// Where everything lies in a frame segment of given limits. The only place that computes such an offset; readers compute it anew
/// from the limits and compare, and never take an offset from shared memory.
/// </summary>
internal readonly record struct SegmentGeometry
{
    internal const int MaxSlots = 65_535;              // the index entry has 16 bits for the slot
    internal const long MaxSlotSize = 1L << 34;
    internal const long SlotAlignment = 4096;          // V4L2 wants page-aligned buffers; a page also keeps slots apart in the TLB
    internal const long GuardSize = 4096;              // decoders and swscale may read a few bytes past the last plane

    private SegmentGeometry(int slotCount, long slotSize)
    {
        SlotCount = slotCount;
        SlotSize = slotSize;
        IndexCount = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)slotCount * 2);
        CursorOffset = SegmentHeader.HeaderSize;
        IndexOffset = CursorOffset + CursorBlock.BlockSize;
        DescriptorOffset = RoundUp(IndexOffset + ((long)IndexCount * sizeof(ulong)), SlotAlignment);
        SlotOffset = RoundUp(DescriptorOffset + ((long)slotCount * FrameDescriptor.DescriptorSize), SlotAlignment);
        TotalSize = checked(SlotOffset + (slotCount * slotSize) + GuardSize);
    }

    internal int SlotCount { get; }

    internal long SlotSize { get; }

    internal int IndexCount { get; }

    internal long CursorOffset { get; }

    internal long IndexOffset { get; }

    internal long DescriptorOffset { get; }

    internal long SlotOffset { get; }

    /// <summary>Bytes needed, guard included, before rounding to the page size.</summary>
    internal long TotalSize { get; }

    internal static bool TryCreate(long slotCount, long slotSize, out SegmentGeometry geometry)
    {
        geometry = default;
        if (slotCount is < 1 or > MaxSlots || slotSize is < 1 or > MaxSlotSize)
        {
            return false;
        }

        long rounded = RoundUp(slotSize, SlotAlignment);
        if (rounded > (long.MaxValue >> 2) / slotCount)
        {
            return false;
        }

        geometry = new SegmentGeometry((int)slotCount, rounded);
        return true;
    }

    internal long SlotPosition(int slot) => SlotOffset + (slot * SlotSize);

    internal long DescriptorPosition(int slot) => DescriptorOffset + ((long)slot * FrameDescriptor.DescriptorSize);

    internal long IndexPosition(ulong sequence) => IndexOffset + ((long)(sequence & (uint)(IndexCount - 1)) * sizeof(ulong));

    internal static long RoundUp(long value, long multiple) => checked((value + multiple - 1) / multiple * multiple);
}
