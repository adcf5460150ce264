namespace FrameRing.Waiting;

/// <summary>How a reader waits for a frame that is not there yet.</summary>
public enum WaitStrategy
{
    /// <summary>Sleeps in the kernel (futex(2)). No processor time while idle; woken some tens of microseconds after a frame.</summary>
    Block = 0,

    /// <summary>Looks again and again. Shortest delay; keeps one processor busy.</summary>
    Spin = 1,

    /// <summary>Looks for some 50 microseconds, then sleeps.</summary>
    SpinThenBlock = 2,
}
