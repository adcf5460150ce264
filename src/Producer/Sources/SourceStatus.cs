namespace FrameRing.Producer.Sources;

/// <summary>What came of the wish for a source's next frame.</summary>
internal enum SourceStatus
{
    /// <summary>The slot holds it.</summary>
    Filled,

    /// <summary>No slot was free: the frame is lost and to be counted as dropped.</summary>
    Dropped,

    /// <summary>The frame needs a larger slot than there can be for now: it is lost and to be counted as dropped.</summary>
    TooLarge,

    /// <summary>Nothing yet; ask again.</summary>
    Waiting,

    /// <summary>There are no more.</summary>
    Ended,
}
