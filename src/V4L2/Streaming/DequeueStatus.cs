namespace FrameRing.V4L2.Streaming;

/// <summary>What came of asking a stream for a filled buffer.</summary>
public enum DequeueStatus
{
    /// <summary>There is one.</summary>
    Ok = 0,

    /// <summary>None is ready.</summary>
    Empty,

    /// <summary>The driver had an internal error, like a lost signal (EIO), or the stream has ended (EPIPE): start it again.</summary>
    Failed,

    /// <summary>The device is gone.</summary>
    Gone,
}
