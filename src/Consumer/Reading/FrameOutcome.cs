namespace FrameRing.Consumer.Reading;

/// <summary>What came of one frame in a consumer.</summary>
internal enum FrameOutcome
{
    /// <summary>Used, and it was whole.</summary>
    Done,

    /// <summary>The producer was faster: the result was thrown away.</summary>
    Overwritten,

    /// <summary>The consumer's output is closed or complete: stop cleanly.</summary>
    Stop,
}
