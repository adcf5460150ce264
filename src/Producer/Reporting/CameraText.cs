using System.Text.Json;
using FrameRing.CommandLine;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Producer.Reporting;

/// <summary>What a camera did, for people and as JSON.</summary>
internal static class CameraText
{
    internal static string Live(CameraStatistics? camera) => camera is null
        ? string.Empty
        : FormattableString.Invariant($", {camera.LostByDevice} lost by the camera, {camera.Latency.GetPercentile(0.5).TotalMilliseconds:0.0} ms to publish");

    internal static List<string> Summary(CameraStatistics camera)
    {
        List<string> lines = [FormattableString.Invariant($"{camera.LostByDevice} lost by the camera, {Counted.Of(camera.ErrorBuffers, "buffer")} with errors, {camera.ShortBuffers} short; started again {Counted.Of(camera.Restarts, "time")}")];
        if (camera.Latency.Count > 0)
        {
            lines.Add($"Capture to publish: {camera.Latency.Describe()}");
        }

        return lines;
    }

    internal static void Write(Utf8JsonWriter json, CameraStatistics? camera)
    {
        if (camera is null)
        {
            return;
        }

        json.WriteNumber("lost_by_camera", camera.LostByDevice);
        json.WriteNumber("error_buffers", camera.ErrorBuffers);
        json.WriteNumber("short_buffers", camera.ShortBuffers);
        json.WriteNumber("restarts", camera.Restarts);
        json.WritePropertyName("capture_to_publish_ms");
        camera.Latency.Write(json);
    }
}
