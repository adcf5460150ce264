namespace FrameRing.Layout;

/// <summary>What a producer does when readers still need all its slots.</summary>
public enum Delivery : uint
{
    /// <summary>It never waits: the new frame is dropped and counted, and readers that are too slow lose frames.</summary>
    Live = 0,

    /// <summary>It waits for the readers that have asked for every frame. Readers that have not asked are treated as in a live ring.</summary>
    Lossless = 1,
}
