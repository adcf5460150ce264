using FrameRing.Lifecycle;

namespace FrameRing.Producer.Options;

/// <summary>What the user asked for, checked.</summary>
internal sealed record ProducerOptions
{
    internal required string Input { get; init; }

    internal required string Ring { get; init; }

    internal required bool IsPaced { get; init; }

    internal long? Frames { get; init; }

    internal TimeSpan? Duration { get; init; }

    internal int? Threads { get; init; }

    internal string? Decoder { get; init; }

    internal TimeSpan Seek { get; init; }

    internal int? Slots { get; init; }

    internal HugePagePolicy HugePages { get; init; }

    internal int Mode { get; init; }

    internal string? Group { get; init; }

    internal int WaitReaders { get; init; }

    internal TimeSpan Linger { get; init; }

    internal bool IsQuiet { get; init; }

    internal bool IsJson { get; init; }
}
