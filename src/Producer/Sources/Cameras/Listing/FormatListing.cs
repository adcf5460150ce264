using System.Globalization;
using System.Text.Json;
using FrameRing.Formats;
using FrameRing.Text;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>The formats of a camera, laid out as <c>v4l2-ctl --list-formats</c> and <c>--list-formats-ext</c> do.</summary>
internal static class FormatListing
{
    /// <summary>Writes the formats of the chosen input.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="device">The camera.</param>
    /// <param name="isExtended">Whether sizes and frame intervals are written, too.</param>
    /// <param name="kind">Which formats; their numbers stay those of the whole list.</param>
    internal static void WriteText(TextWriter output, VideoDevice device, bool isExtended, FormatKind kind = FormatKind.All)
    {
        output.Write($"ioctl: VIDIOC_ENUM_FMT\n\tType: Video Capture{(device.IsMultiPlanar ? " Multiplanar" : string.Empty)}\n\n");
        foreach ((int index, FormatDescription format) in device.GetFormats().Index().Where(entry => IsOf(kind, entry.Item)))
        {
            string words = string.Join(", ", [PrintableText.Of(format.Description), .. FlagNames.Of(format)]);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\t[{index}]: '{PrintableText.Of(TextOf(format.Code))}' ({words})\n"));
            foreach (FrameSizeRange size in isExtended ? device.GetFrameSizes(format.Code) : [])
            {
                output.Write($"\t\tSize: {TextOf(size)}\n");
                foreach (FrameIntervalRange interval in IntervalsOf(device, format, size))
                {
                    output.Write($"\t\t\tInterval: {TextOf(interval)}\n");
                }
            }
        }
    }

    /// <summary>Writes an object with all formats, their sizes and frame intervals.</summary>
    internal static void WriteJson(Utf8JsonWriter writer, VideoDevice device, FormatKind kind = FormatKind.All)
    {
        writer.WriteStartObject();
        writer.WriteString("path", device.Path);
        writer.WriteBoolean("multi_planar", device.IsMultiPlanar);
        writer.WriteStartArray("formats");
        foreach (FormatDescription format in device.GetFormats().Where(format => IsOf(kind, format)))
        {
            writer.WriteStartObject();
            writer.WriteString("code", TextOf(format.Code));
            writer.WriteString("description", format.Description);
            writer.WriteStartArray("flags");
            foreach (string flag in FlagNames.Of(format))
            {
                writer.WriteStringValue(flag);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("sizes");
            foreach (FrameSizeRange size in device.GetFrameSizes(format.Code))
            {
                FormatJson.Write(writer, size, IntervalsOf(device, format, size));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Only for a single size: the intervals of a range may differ from size to size.
    private static IReadOnlyList<FrameIntervalRange> IntervalsOf(VideoDevice device, FormatDescription format, FrameSizeRange size) =>
        size.IsListed ? device.GetFrameIntervals(format.Code, size.MinWidth, size.MinHeight) : [];

    // All four characters, and a big-endian format by its code without the highest bit.
    private static string TextOf(FourCC code)
    {
        Span<char> characters = stackalloc char[4];
        for (int i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)((code.Value >> (8 * i)) & 0x7F);
        }

        return new string(characters) + (code.Value >> 31 == 0 ? string.Empty : "-BE");
    }

    private static string TextOf(FrameSizeRange size) => FormattableString.Invariant(size switch
    {
        { IsListed: true } => $"Discrete {size.MinWidth}x{size.MinHeight}",
        { IsContinuous: true } => $"Continuous {size.MinWidth}x{size.MinHeight} - {size.MaxWidth}x{size.MaxHeight}",
        _ => $"Stepwise {size.MinWidth}x{size.MinHeight} - {size.MaxWidth}x{size.MaxHeight} with step {size.WidthStep}/{size.HeightStep}",
    });

    private static string TextOf(FrameIntervalRange interval) => interval switch
    {
        { IsListed: true } => $"Discrete {Seconds(interval.Min)}s ({Rate(interval.Min)} fps)",
        { IsContinuous: true } => $"Continuous {Seconds(interval.Min)}s - {Seconds(interval.Max)}s ({Rate(interval.Max)}-{Rate(interval.Min)} fps)",
        _ => $"Stepwise {Seconds(interval.Min)}s - {Seconds(interval.Max)}s with step {Seconds(interval.Step)}s ({Rate(interval.Max)}-{Rate(interval.Min)} fps)",
    };

    private static string Seconds(Rational interval) => ListingNumber.ToFixed((double)interval.Numerator / interval.Denominator);

    private static string Rate(Rational interval) => ListingNumber.ToFixed((double)interval.Denominator / interval.Numerator);

    private static bool IsOf(FormatKind kind, FormatDescription format) => kind == FormatKind.All || format.IsCompressed == (kind == FormatKind.Compressed);
}
