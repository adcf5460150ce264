
namespace FrameRing.Inspection;

/// <summary>What can be seen of a ring from outside at one moment. Looking disturbs nobody: everything is attached read-only and detached again.</summary>
public sealed record RingInfo
{
    /// <summary>The ring's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it has a producer.</summary>
    public required RingState State { get; init; }

    /// <summary>Shared memory id of the directory.</summary>
    public required int DirectoryId { get; init; }

    /// <summary>User that created the directory.</summary>
    public required uint OwnerUid { get; init; }

    /// <summary>Permission bits of the directory.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>Process that writes it, or wrote it last.</summary>
    public required int WriterPid { get; init; }

    /// <summary>That process's command line with secrets hidden (<see cref="FrameRing.Text.SecretMask"/>); null if it is gone or may not be seen. Else as it is: nothing to print as it is.</summary>
    public string? WriterCommand { get; init; }

    /// <summary>The generation; 0 while there is none.</summary>
    public required ulong Generation { get; init; }

    /// <summary>The frame segment; null if it is gone or may not be read.</summary>
    public RingSegmentInfo? Segment { get; init; }

    /// <summary>Whether readers may take leases; of a dead ring, whether they could.</summary>
    public bool OffersLeases { get; init; }

    /// <summary>What readers hold; null if the ring offers no leases, or they are gone or may not be seen.</summary>
    public RingLeaseInfo? Leases { get; init; }

    /// <summary>Whether a process has any of it attached. A dead ring that nobody is attached to is garbage.</summary>
    public bool IsAttached { get; init; }
}
