using System.Globalization;
using System.Text.Json;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>Controls as JSON. The names are part of the interface: they are added to, not changed.</summary>
internal static class ControlJson
{
    /// <summary>Writes an object with all controls, their choices and what they are set to.</summary>
    internal static void Write(Utf8JsonWriter writer, VideoDevice device)
    {
        writer.WriteStartObject();
        writer.WriteString("path", device.Path);
        writer.WriteStartArray("controls");
        string? group = null;
        foreach (ControlDescription control in device.Controls.List())
        {
            if (control.Type == ControlType.Class)
            {
                group = control.Name;
            }
            else
            {
                Write(writer, control, group, ControlValue.Read(device.Controls, control));
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes an object with a value for each of some controls.</summary>
    internal static void WriteValues(Utf8JsonWriter writer, VideoDevice device, IReadOnlyList<string> names)
    {
        writer.WriteStartObject();
        foreach (ControlDescription control in ControlValueListing.Find(device, names).Distinct())
        {
            writer.WritePropertyName(control.Key);
            WriteValue(writer, control, ControlValueListing.Read(device, control));
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ControlDescription control, string? group, ControlValue value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", control.Key);
        writer.WriteNumber("id", control.Id);
        writer.WriteString("title", control.Name);
        writer.WriteString("class", group);
        writer.WriteString("type", TypeName(control.Type));
        writer.WriteNumber("min", control.Minimum);
        writer.WriteNumber("max", control.Maximum);
        writer.WriteNumber("step", control.Step);
        writer.WriteNumber("default", control.Default);
        writer.WritePropertyName("value");
        WriteValue(writer, control, value);
        writer.WriteStartArray("flags");
        foreach (string flag in FlagNames.Of(control.Flags))
        {
            writer.WriteStringValue(flag);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("dims");
        foreach (int size in control.Dimensions)
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("menu");
        foreach (ControlMenuItem item in value.Menu)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ControlMenuItem item)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", item.Index);
        if (item.Name is not null)
        {
            writer.WriteString("name", item.Name);
        }
        else
        {
            writer.WriteNumber("value", item.Value);
        }

        writer.WriteEndObject();
    }

    // Null for what has no value, cannot be read, or is a structure that is not known.
    private static void WriteValue(Utf8JsonWriter writer, ControlDescription control, ControlValue value)
    {
        if (value.Plain is not null)
        {
            WritePlain(writer, control, value.Plain);
        }
        else if (value.Bytes.Length == 0 || control.Type is not (ControlType.Bytes or ControlType.Words or ControlType.DoubleWords))
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStartArray();
            for (int index = 0; index < control.ElementCount; index++)
            {
                writer.WriteNumberValue(uint.Parse(ControlValue.ElementAt(control, value.Bytes, index), CultureInfo.InvariantCulture));
            }

            writer.WriteEndArray();
        }
    }

    private static void WritePlain(Utf8JsonWriter writer, ControlDescription control, string plain)
    {
        if (control.Type == ControlType.String)
        {
            writer.WriteStringValue(plain);
        }
        else if (control.Type == ControlType.Boolean)
        {
            writer.WriteBooleanValue(plain != "0");
        }
        else
        {
            writer.WriteNumberValue(long.Parse(plain, CultureInfo.InvariantCulture));
        }
    }

    private static string TypeName(ControlType type) => type switch
    {
        ControlType.Integer => "int",
        ControlType.Boolean => "bool",
        ControlType.Menu => "menu",
        ControlType.Button => "button",
        ControlType.Integer64 => "int64",
        ControlType.String => "str",
        ControlType.Bitmask => "bitmask",
        ControlType.IntegerMenu => "intmenu",
        ControlType.Bytes => "u8",
        ControlType.Words => "u16",
        ControlType.DoubleWords => "u32",
        ControlType.Area => "area",
        _ => "unknown",
    };
}
