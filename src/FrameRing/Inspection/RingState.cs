namespace FrameRing.Inspection;

/// <summary>Whether a ring has a producer.</summary>
public enum RingState
{
    /// <summary>A living producer holds it.</summary>
    Live = 0,

    /// <summary>Its producer has died without ending; the next one of that name takes it over.</summary>
    Dead = 1,

    /// <summary>A living producer is creating it: there is no frame segment yet.</summary>
    Starting = 2,

    /// <summary>Its producer has published its last frame and keeps the ring for a while, so that readers can finish.</summary>
    Ended = 3,
}
