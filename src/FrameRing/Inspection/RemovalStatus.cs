namespace FrameRing.Inspection;

/// <summary>What came of the wish to remove a ring.</summary>
public enum RemovalStatus
{
    /// <summary>Its name is free.</summary>
    Removed = 0,

    /// <summary>There is no ring of that name.</summary>
    NoSuchRing = 1,

    /// <summary>A living producer holds it; nothing was removed.</summary>
    WriterActive = 2,
}
