using System.Text.Json;
using FrameRing.Text;
using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>The capture devices of a machine, laid out as <c>v4l2-ctl --list-devices</c> does.</summary>
internal static class DeviceListing
{
    /// <summary>Writes groups of nodes that belong to one device, in the order of their places on the bus.</summary>
    internal static void WriteText(TextWriter output, IReadOnlyList<VideoDevice> devices)
    {
        Dictionary<string, string> targets = TargetsOf(devices);
        ILookup<string, string> links = targets.ToLookup(static link => link.Value, static link => link.Key);
        foreach (IGrouping<string, VideoDevice> group in devices.Where(device => !targets.ContainsKey(device.Path)).GroupBy(static device => device.BusInfo).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            output.Write($"{PrintableText.Of(group.First().Card)} ({PrintableText.Of(group.Key)}):\n");
            foreach (VideoDevice device in group)
            {
                string others = string.Join(", ", links[device.Path]);
                output.Write(others.Length == 0 ? $"\t{device.Path}\n" : $"\t{device.Path} <- {others}\n");
            }

            output.Write('\n');
        }
    }

    /// <summary>Writes an array with an object per node, in the order that was given.</summary>
    internal static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<VideoDevice> devices)
    {
        writer.WriteStartArray();
        foreach (VideoDevice device in devices)
        {
            writer.WriteStartObject();
            writer.WriteString("path", device.Path);
            writer.WriteString("card", device.Card);
            writer.WriteString("bus_info", device.BusInfo);
            writer.WriteString("driver", device.Driver);
            writer.WriteString("driver_version", device.DriverVersion.ToString());
            writer.WriteBoolean("multi_planar", device.IsMultiPlanar);
            writer.WriteBoolean("streaming", device.Capabilities.HasFlag(DeviceCapabilities.Streaming));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Nodes that are links to other nodes of the list.
    private static Dictionary<string, string> TargetsOf(IReadOnlyList<VideoDevice> devices)
    {
        Dictionary<string, string> targets = [];
        foreach (VideoDevice device in devices)
        {
            if (new FileInfo(device.Path).LinkTarget is { } link)
            {
                string target = Path.Combine(Path.GetDirectoryName(device.Path)!, link);
                if (devices.Any(other => other.Path == target))
                {
                    targets[device.Path] = target;
                }
            }
        }

        return targets;
    }
}
