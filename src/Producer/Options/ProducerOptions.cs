using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Options;

/// <summary>What the user asked for, checked.</summary>
internal sealed record ProducerOptions
{
    internal required FileSourceOptions File { get; init; }

    /// <summary>Null if the input is no camera.</summary>
    internal CameraOptions? Camera { get; init; }

    internal string Ring { get; init; } = string.Empty;

    internal required bool IsPaced { get; init; }

    internal long? Frames { get; init; }

    internal TimeSpan? Duration { get; init; }

    internal int? Slots { get; init; }

    internal HugePagePolicy HugePages { get; init; }

    internal UnixFileMode Mode { get; init; }

    internal string? Group { get; init; }

    internal int WaitReaders { get; init; }

    internal TimeSpan Linger { get; init; }

    internal Delivery Delivery { get; init; }

    internal int Leases { get; init; }

    internal TimeSpan LeaseTimeout { get; init; }

    internal TimeSpan ReaderTimeout { get; init; }

    internal bool IsQuiet { get; init; }

    internal bool IsStats { get; init; }

    internal bool IsJson { get; init; }
}
