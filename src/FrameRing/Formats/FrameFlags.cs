namespace FrameRing.Formats;

/// <summary>Facts about one frame.</summary>
[Flags]
public enum FrameFlags : uint
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Coded without reference to another frame.</summary>
    Key = 1,

    /// <summary>The decoder or the driver met damaged data; the picture may show it.</summary>
    Corrupt = 2,

    /// <summary>Time or content does not follow on from the frame before: a seek, a loop, a reconnected camera.</summary>
    Discontinuity = 4,

    /// <summary>
    /// The producer ended cleanly after this frame. Set at the end, so a reader that took the frame earlier does not see it;
    /// the status Ended is what to rely on.
    /// </summary>
    Last = 8,
}
