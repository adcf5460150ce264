namespace FrameRing.Consumer.Reading;

/// <summary>What came of one frame in a consumer.</summary>
internal enum FrameOutcome
{
    /// <summary>Used, and it was whole.</summary>
    Done,

    /// <summary>The producer was faster: the result was thrown away.</summary>
    Overwritten,

    /// <summary>Used, it was whole, and no further one is wanted: stop cleanly.</summary>
    Last,

    /// <summary>The consumer's output is closed: stop cleanly.</summary>
    Stop,
}
