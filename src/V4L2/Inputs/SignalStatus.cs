namespace FrameRing.V4L2.Inputs;

/// <summary>What a digital input receives.</summary>
public enum SignalStatus
{
    /// <summary>A signal with known timings.</summary>
    Locked = 0,

    /// <summary>The device has no such question, or cannot answer it.</summary>
    NotTold,

    /// <summary>Nothing: no cable, or a source that is off.</summary>
    NoSignal,

    /// <summary>Something that is not stable yet.</summary>
    NoLock,

    /// <summary>A signal that the device cannot take.</summary>
    OutOfRange,
}
