using System.Text.Json;
using FrameRing.Formats;
using FrameRing.V4L2.Formats;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>Sizes and frame intervals as JSON. The names are part of the interface: they are added to, not changed.</summary>
internal static class FormatJson
{
    internal static void Write(Utf8JsonWriter writer, FrameSizeRange size, IReadOnlyList<FrameIntervalRange> intervals)
    {
        writer.WriteStartObject();
        writer.WriteString("type", KindOf(size.IsListed, size.IsContinuous));
        if (size.IsListed)
        {
            writer.WriteNumber("width", size.MinWidth);
            writer.WriteNumber("height", size.MinHeight);
        }
        else
        {
            writer.WriteNumber("min_width", size.MinWidth);
            writer.WriteNumber("max_width", size.MaxWidth);
            writer.WriteNumber("width_step", size.WidthStep);
            writer.WriteNumber("min_height", size.MinHeight);
            writer.WriteNumber("max_height", size.MaxHeight);
            writer.WriteNumber("height_step", size.HeightStep);
        }

        writer.WriteStartArray("intervals");
        foreach (FrameIntervalRange interval in intervals)
        {
            Write(writer, interval);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FrameIntervalRange interval)
    {
        writer.WriteStartObject();
        writer.WriteString("type", KindOf(interval.IsListed, interval.IsContinuous));
        if (interval.IsListed)
        {
            writer.WriteString("seconds", interval.Min.ToString());
            WriteRate(writer, "fps", interval.Min);
        }
        else
        {
            writer.WriteString("min_seconds", interval.Min.ToString());
            writer.WriteString("max_seconds", interval.Max.ToString());
            writer.WriteString("step_seconds", interval.Step.ToString());
            WriteRate(writer, "min_fps", interval.Max);
            WriteRate(writer, "max_fps", interval.Min);
        }

        writer.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter writer, string name, Rational interval)
    {
        if (interval.IsKnown)
        {
            writer.WriteNumber(name, Math.Round((double)interval.Denominator / interval.Numerator, 3));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string KindOf(bool isListed, bool isContinuous) => isListed ? "discrete" : isContinuous ? "continuous" : "stepwise";
}
