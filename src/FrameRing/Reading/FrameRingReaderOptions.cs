using FrameRing.Waiting;

namespace FrameRing.Reading;

/// <summary>How a reader reads.</summary>
public sealed record FrameRingReaderOptions
{
    /// <summary>Where to begin. Default: the newest frame.</summary>
    public StartPosition Start { get; init; } = StartPosition.Newest;

    /// <summary>Which frame comes next. Default: every one, in order.</summary>
    public ReadPolicy Policy { get; init; } = ReadPolicy.Every;

    /// <summary>How to wait. Default: sleep in the kernel.</summary>
    public WaitStrategy WaitStrategy { get; init; } = WaitStrategy.Block;

    /// <summary>
    /// User ids, besides the caller's own and root, whose rings are trusted. Anybody on the machine can create a ring of any name
    /// that is still free, so an unknown owner is refused.
    /// </summary>
    public IReadOnlyList<uint> TrustedOwners { get; init; } = [];

    /// <summary>
    /// Whether to ask for leases (<see cref="FrameRingReader.TryLease"/>). The ring must offer them, and the caller must be allowed to
    /// write its lease segment: its owner and, if the ring's mode lets the group read, its group.
    /// </summary>
    public bool Leases { get; init; }

    /// <summary>
    /// Whether the producer must wait until this reader has read each frame. From the start position on none is lost, unless the reader
    /// is evicted. The ring must deliver without loss; needs the same permission as leases. Only with <see cref="ReadPolicy.Every"/>.
    /// </summary>
    public bool IsLossless { get; init; }

    internal bool NeedsEntry => Leases || IsLossless;
}
