using System.Text.Json;
using FrameRing.CommandLine;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>What a camera did besides giving good frames. Written by the capturing thread.</summary>
internal sealed class CameraStatistics : ISourceFigures
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

    public string Live => FormattableString.Invariant($", {LostByDevice} lost by the camera, {Latency.GetPercentile(0.5).TotalMilliseconds:0.0} ms to publish");

    public IEnumerable<string> Summary
    {
        get
        {
            yield return FormattableString.Invariant($"{LostByDevice} lost by the camera, {Counted.Of(ErrorBuffers, "buffer")} with errors, {ShortBuffers} short; started again {Counted.Of(Restarts, "time")}");
            if (Latency.Count > 0)
            {
                yield return $"Capture to publish: {Latency.Describe()}";
            }
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("lost_by_camera", LostByDevice);
        json.WriteNumber("error_buffers", ErrorBuffers);
        json.WriteNumber("short_buffers", ShortBuffers);
        json.WriteNumber("restarts", Restarts);
        json.WritePropertyName("capture_to_publish_ms");
        Latency.Write(json);
    }
}
