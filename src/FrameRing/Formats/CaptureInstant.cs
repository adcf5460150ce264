namespace FrameRing.Formats;

/// <summary>What moment of a frame its capture time is. Rolling shutters and slow buses put some milliseconds between them.</summary>
public enum CaptureInstant : byte
{
    /// <summary>Not told.</summary>
    Unspecified = 0,

    /// <summary>The last byte had arrived (V4L2_BUF_FLAG_TSTAMP_SRC_EOF).</summary>
    EndOfFrame = 1,

    /// <summary>The exposure began (V4L2_BUF_FLAG_TSTAMP_SRC_SOE).</summary>
    StartOfExposure = 2,
}
