namespace FrameRing.Fuzz.Targets;

/// <summary>What is known of a target before it runs.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it damages and uses.</param>
/// <param name="Share">Its part of the iterations, in thousandths.</param>
/// <param name="Create">Makes it, in the process that fuzzes.</param>
internal sealed record TargetDefinition(string Name, string Description, int Share, Func<IFuzzTarget> Create)
{
    /// <summary>Every target, cheap ones first. A new one is a class and a line here.</summary>
    internal static IReadOnlyList<TargetDefinition> All { get; } =
    [
        new("geometry", "the check of a picture against its slot, compared with a second one in wide numbers", 300, () => new GeometryTarget()),
        new("segment", "FrameSegment.Open on a mutated header, and all that an opened one hands out", 240, () => new SegmentTarget()),
        new("reader", "a reader on mutated cursors, indexes and descriptors", 290, () => new ReaderTarget()),
        new("race", "the same while another thread mutates at full speed", 60, () => new RaceTarget()),
        new("directory", "attaching, listing and moving over by a mutated directory", 40, () => new DirectoryTarget()),
        new("directory-race", "attaching and listing while another thread mutates the directory", 10, () => new DirectoryRaceTarget()),
        new("succession", "a producer that starts on what a dead one has left, mutated", 9, () => new SuccessionTarget()),
        new("media", "FFmpeg and the consumer's outputs on frames that fit by a hair", 50, () => new MediaTarget()),
        new("ringctl", "the tool ringctl as a process on mutated rings", 1, () => new RingctlTarget()),
    ];
}
