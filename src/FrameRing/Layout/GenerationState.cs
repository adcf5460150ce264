namespace FrameRing.Layout;

/// <summary>Where a frame segment is in its life; a value of <see cref="CursorBlock.State"/>.</summary>
internal enum GenerationState : uint
{
    /// <summary>Prepared by the writer, nothing published yet, not in the directory.</summary>
    Preparing = 0,

    /// <summary>Frames are published here.</summary>
    Live = 1,

    /// <summary>The writer ended cleanly; nothing follows.</summary>
    Ended = 2,

    /// <summary>Another generation has taken over; the directory names it.</summary>
    Retired = 3,
}
