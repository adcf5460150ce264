namespace FrameRing.V4L2.Streaming;

/// <summary>What a wait for a stream ended with.</summary>
[Flags]
public enum StreamReadiness
{
    /// <summary>Time ran out, or the wait was stopped.</summary>
    Nothing = 0,

    /// <summary>A buffer is filled.</summary>
    Frame = 1,

    /// <summary>An event has come, see <see cref="VideoDevice.TakeSourceChange"/>.</summary>
    Event = 2,

    /// <summary>The stream is dead: the device is gone, or nothing is queued.</summary>
    Error = 4,
}
