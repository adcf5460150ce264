using FrameRing.Lifecycle;

namespace FrameRing.Writing;

/// <summary>What a writer needs to know to create a ring.</summary>
public sealed record FrameRingWriterOptions
{
    /// <summary>The ring's name; see <see cref="RingName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Number of slots, 2 to 65535: those in the making plus those that readers can still look at.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Bytes that the largest frame needs, padding between planes included. Rounded up to 4 KiB.</summary>
    public required long SlotSize { get; init; }

    /// <summary>Which pages to ask for.</summary>
    public HugePagePolicy HugePages { get; init; } = HugePagePolicy.Auto;

    /// <summary>Permission bits of the System V objects, as chmod(1) counts them. Default 0640: the group may read. Readers never need write permission.</summary>
    public int Mode { get; init; } = 0b110_100_000;

    /// <summary>Group that owns the objects, by name or number; null leaves the process's own.</summary>
    public string? Group { get; init; }

    /// <summary>What keeps published slots from being used again; null if nothing in this process does.</summary>
    public ISlotHold? Hold { get; init; }
}
