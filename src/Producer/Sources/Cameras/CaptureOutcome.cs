namespace FrameRing.Producer.Sources.Cameras;

/// <summary>What came of one look at a camera.</summary>
internal enum CaptureOutcome
{
    /// <summary>A frame is in a slot.</summary>
    Frame,

    /// <summary>A good frame found no slot; its buffer went back to the driver.</summary>
    Dropped,

    /// <summary>A good frame needs a larger slot than there can be for now.</summary>
    TooLarge,

    /// <summary>No frame within the wait, or one that is of no use and was counted.</summary>
    Nothing,

    /// <summary>The source has another format now: stop, and agree anew.</summary>
    SourceChanged,

    /// <summary>The stream is dead: the device is gone or refuses.</summary>
    Dead,
}
