namespace FrameRing.Reading;

/// <summary>Which frame a reader wants next.</summary>
public enum ReadPolicy
{
    /// <summary>Every frame in order. Frames that were overwritten before the reader came are counted as lost.</summary>
    Every = 0,

    /// <summary>The newest frame there is; the ones in between are passed over and not counted as lost.</summary>
    Latest = 1,
}
