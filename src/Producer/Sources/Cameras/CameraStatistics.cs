using FrameRing.CommandLine;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>What a camera did besides giving good frames. Written by the capturing thread.</summary>
internal sealed class CameraStatistics
{
    /// <summary>Frames that the device or its driver lost, by the gaps in its counter.</summary>
    internal long LostByDevice { get; set; }

    /// <summary>Buffers that the driver itself called damaged.</summary>
    internal long ErrorBuffers { get; set; }

    /// <summary>Buffers with less in them than a picture.</summary>
    internal long ShortBuffers { get; set; }

    /// <summary>Times the camera was started again after it had been gone, silent or changed.</summary>
    internal long Restarts { get; set; }

    /// <summary>From the driver's time stamp to publication.</summary>
    internal LatencyHistogram Latency { get; } = new();
}
