namespace FrameRing.Reading;

/// <summary>What came of the wish to attach a ring.</summary>
public enum AttachStatus
{
    /// <summary>Attached.</summary>
    Ok = 0,

    /// <summary>No ring of that name appeared in the time given, or it has a directory but no living producer.</summary>
    NoSuchRing = 1,

    /// <summary>The wait was cancelled.</summary>
    Canceled = 2,
}
