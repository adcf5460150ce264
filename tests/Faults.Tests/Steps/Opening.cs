namespace FrameRing.Faults.Tests.Steps;

/// <summary>What the writer that is killed finds when it starts.</summary>
public enum Opening
{
    /// <summary>No ring of the name.</summary>
    Fresh,

    /// <summary>A dead writer's ring, kept by readers, with the slots that it wants.</summary>
    Adopting,

    /// <summary>A dead writer's ring, kept by readers, with other slots.</summary>
    OtherGeometry,
}
