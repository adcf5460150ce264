using FrameRing.Layout;

namespace FrameRing.Producer.Sources;

/// <summary>How long a frame is shown.</summary>
internal static class FrameDuration
{
    /// <summary>In units of the frame's time base: what the frame says, else one frame at its rate; at least 1.</summary>
    internal static long Of(in FrameMetadata metadata)
    {
        if (metadata.Duration > 0 || !metadata.FrameRate.IsKnown || !metadata.TimeBase.IsKnown)
        {
            return Math.Max(1, metadata.Duration);
        }

        return Math.Max(1, (long)Math.Round(1 / (metadata.FrameRate.ToDouble() * metadata.TimeBase.ToDouble())));
    }
}
