using FrameRing.Lifecycle;

namespace FrameRing.Writing;

/// <summary>One generation as the writer keeps it: the segment, the book of its slots, the pages it got.</summary>
internal sealed class WriterGeneration(FrameSegment segment, PageReport pages) : IDisposable
{
    internal FrameSegment Segment { get; } = segment;

    internal PageReport Pages { get; } = pages;

    internal SlotTable Slots { get; } = new(segment.Geometry.SlotCount);

    internal ulong Number => Segment.Generation;

    internal long SlotSize => Segment.Geometry.SlotSize;

    public void Dispose() => Segment.Dispose();
}
