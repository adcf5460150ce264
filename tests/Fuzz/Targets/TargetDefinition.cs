namespace FrameRing.Fuzz.Targets;

/// <summary>What is known of a target before it runs.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it damages and uses.</param>
/// <param name="Share">Its part of the iterations, in relation to the other targets' parts.</param>
/// <param name="Create">Makes it, in the process that fuzzes.</param>
internal sealed record TargetDefinition(string Name, string Description, int Share, Func<IFuzzTarget> Create)
{
    /// <summary>Every target, cheap ones first. A new one is a class and a line here.</summary>
    internal static IReadOnlyList<TargetDefinition> All { get; } =
    [
        new("geometry", "the check of a picture against its slot, compared with a second one in wide numbers", 2600, () => new GeometryTarget()),
        new("segment", "FrameSegment.Open on a mutated header, and all that an opened one hands out", 2350, () => new SegmentTarget()),
        new("reader", "a reader on mutated cursors, indexes and descriptors", 2900, () => new ReaderTarget()),
        new("race", "the same while another thread mutates at full speed", 1000, () => new RaceTarget()),
        new("directory", "attaching, listing and moving over by a mutated directory", 400, () => new DirectoryTarget()),
        new("directory-race", "attaching and listing while another thread mutates the directory", 100, () => new DirectoryRaceTarget()),
        new("succession", "a producer that starts on what a dead one has left, mutated", 90, () => new SuccessionTarget()),
        new("writer", "a producer whose own segment and directory are mutated under it", 50, () => new WriterTarget()),
        new("adoption", "a producer that goes on in a dead one's segment, mutated, while a reader stays in it", 200, () => new AdoptionTarget()),
        new("lease-table", "readers with leases or without loss, producers and inspection on a mutated lease segment", 1000, () => new LeaseTarget(isRace: false)),
        new("lease-race", "the same while another thread mutates the lease segment at full speed", 100, () => new LeaseTarget(isRace: true)),
        new("media", "FFmpeg and the consumer's outputs on frames that fit by a hair", 500, () => new MediaTarget()),
        new("ringctl", "the tool ringctl as a process on mutated rings", 3, () => new RingctlTarget()),
    ];
}
