namespace FrameRing.Layout;

/// <summary>How it is with what a ring's frames come from. For display: no reader's decision rests on it.</summary>
public enum SourceState : uint
{
    /// <summary>Not told.</summary>
    Unspecified = 0,

    /// <summary>It gives frames.</summary>
    Running = 1,

    /// <summary>The camera is gone; the producer waits for it to come back.</summary>
    Gone = 2,

    /// <summary>The camera is there, but receives no signal; the producer waits for one.</summary>
    NoSignal = 3,

    /// <summary>It failed, and the producer ended for that reason.</summary>
    Failed = 4,
}
