namespace FrameRing.Formats;

/// <summary>The clock of a frame's capture time.</summary>
public enum CaptureClock : byte
{
    /// <summary>The frame has no capture time, as one from a file.</summary>
    None = 0,

    /// <summary>CLOCK_MONOTONIC of this machine (clock_gettime(2)).</summary>
    Monotonic = 1,

    /// <summary>CLOCK_REALTIME of this machine; may jump.</summary>
    Realtime = 2,

    /// <summary>The driver does not say which; V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN or _COPY.</summary>
    Unknown = 3,
}
