using FrameRing.Layout;

namespace FrameRing.Inspection;

/// <summary>What can be seen of a ring's frame segment at one moment.</summary>
public sealed record RingSegmentInfo
{
    /// <summary>Shared memory id.</summary>
    public required int SegmentId { get; init; }

    /// <summary>Bytes of the segment.</summary>
    public required long SegmentSize { get; init; }

    /// <summary>Number of slots.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Bytes of a slot.</summary>
    public required long SlotSize { get; init; }

    /// <summary>Pages it lies on, as its writer noted.</summary>
    public required PageTier PageTier { get; init; }

    /// <summary>Mappings other than the living writer's.</summary>
    public required int Readers { get; init; }

    /// <summary>State of the source of the frames.</summary>
    public required SourceState SourceState { get; init; }

    /// <summary>What the frames come from, as printable text; null if the producer told nothing.</summary>
    public string? SourceName { get; init; }

    /// <summary>The newest published sequence; 0 if there is none yet.</summary>
    public required ulong Head { get; init; }

    /// <summary>The oldest sequence that can still be read; 0 if there is none.</summary>
    public required ulong OldestSequence { get; init; }

    /// <summary>Counts since the producer started.</summary>
    public required WriterStatistics Statistics { get; init; }

    /// <summary>The newest frame; null if there is none.</summary>
    public FrameMetadata? NewestFrame { get; init; }

    /// <summary>Time since the newest frame was published.</summary>
    public TimeSpan? NewestAge { get; init; }

    /// <summary>Frames published per second, over those that can still be read; null if there are fewer than two.</summary>
    public double? FramesPerSecond { get; init; }
}
