using FrameRing.Layout;
using FrameRing.Pages;

namespace FrameRing.Writing;

/// <summary>What a writer needs to know to create a ring.</summary>
public sealed record FrameRingWriterOptions
{
    /// <summary>The ring's name; see <see cref="RingName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What the frames come from, for people: a file's name, a camera. Kept to 127 bytes of UTF-8, without secrets (<see cref="Text.SecretMask"/>);
    /// null to tell nothing.
    /// </summary>
    public string? SourceName { get; init; }

    /// <summary>Number of slots, 2 to 65535: those in the making plus those that readers can still look at.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Bytes that the largest frame needs, padding between planes included. Rounded up to 4 KiB.</summary>
    public required long SlotSize { get; init; }

    /// <summary>Which pages to ask for.</summary>
    public HugePagePolicy HugePages { get; init; } = HugePagePolicy.Auto;

    /// <summary>
    /// Permission bits of the System V objects. Default <see cref="RingMode.Default"/>, 0640: the group may read. The owner reads and writes,
    /// the others may be let read: see <see cref="RingMode"/>.
    /// </summary>
    public UnixFileMode Mode { get; init; } = RingMode.Default;

    /// <summary>Group that owns the objects, by name or number; null leaves the process's own.</summary>
    public string? Group { get; init; }

    /// <summary>What keeps published slots from being used again; null if nothing in this process does.</summary>
    public ISlotHold? Hold { get; init; }

    /// <summary>
    /// Whether a device (a camera) writes into claimed slots by itself. A successor then never goes on in this writer's segment, because the
    /// device may still be writing there when the writer's death is already known.
    /// </summary>
    public bool IsFilledByDevice { get; init; }

    /// <summary>Whether readers may take leases, through a small segment that they can write. Always on with <see cref="Delivery.Lossless"/>.</summary>
    public bool Leases { get; init; }

    /// <summary>What to do when readers need all slots. Default: drop the new frame.</summary>
    public Delivery Delivery { get; init; } = Delivery.Live;

    /// <summary>
    /// How long a lease can keep a slot that the writer needs, counted from when it first had no other. Then the lease is taken back
    /// (<see cref="Reading.ReadStatus.Revoked"/>). <see cref="Timeout.InfiniteTimeSpan"/>: never. Default: 5 s.
    /// </summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a lossless reader may stay at one frame while the writer waits for it. Then it is evicted
    /// (<see cref="Reading.ReadStatus.Evicted"/>). <see cref="Timeout.InfiniteTimeSpan"/>: never. Default: 10 s.
    /// </summary>
    public TimeSpan ReaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal bool OffersLeases => Leases || Delivery == Delivery.Lossless;
}
