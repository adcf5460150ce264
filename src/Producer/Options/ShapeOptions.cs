using System.CommandLine;
using System.Globalization;
using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Producer.Options;

/// <summary>Pixel format and size that are asked for. A camera is set to them; of a file they tell the demuxer what the file does not say.</summary>
internal sealed class ShapeOptions
{
    private readonly Option<string?> _format = new("--input-format", "-input_format", "--pixel-format", "-pixel_format", "-pix_fmt")
    {
        Description = "Camera: pixel format, by V4L2's code or FFmpeg's name: YUYV or yuyv422, MJPG or mjpeg. Default: what fits size and rate, raw before compressed. File: FFmpeg's name of it, of an input that does not say it, as raw video.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _size = new("--video-size", "-video_size", "--size", "-s")
    {
        Description = "Camera: picture size. Default: what the device is set to. File: of an input that does not say it, as raw video.",
        HelpName = "WxH",
    };

    internal IEnumerable<Option> All => [_format, _size];

    /// <summary>What was given, by its name; null for nothing.</summary>
    internal string? FirstGiven(ParseResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>A camera's pixel format; null for one that fits.</summary>
    internal FourCC? ReadFormat(ParseResult result) => result.GetValue(_format) is not { } text ? null
        : CameraFormatName.TryParse(text, out FourCC code) ? code
        : throw new ToolException($"'{text}' is no value for --input-format. Use a code like YUYV, NV12, MJPG, or FFmpeg's name for it.", ExitCodes.Usage);

    /// <summary>A camera's picture size; null for the one it has.</summary>
    internal (int Width, int Height)? ReadSize(ParseResult result)
    {
        if (result.GetValue(_size) is not { } text)
        {
            return null;
        }

        string[] parts = text.Split('x');
        return parts.Length == 2 && TryParse(parts[0], out int width) && TryParse(parts[1], out int height)
            ? (width, height)
            : throw new ToolException($"'{text}' is no value for --video-size. Write it like 1280x720.", ExitCodes.Usage);
    }

    /// <summary>For the demuxer, in its own words.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ReadForDemuxer(ParseResult result)
    {
        if (result.GetValue(_format) is { } format)
        {
            yield return new("pixel_format", NameOf(format));
        }

        if (result.GetValue(_size) is { } size)
        {
            yield return new("video_size", size);
        }
    }

    // A ring's code of the format will do too, for whoever has it from ringctl.
    private static string NameOf(string format) => PixelFormats.TryParse(format, out PixelFormat? known) ? known!.Name : format;

    private static bool TryParse(string text, out int pixels) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pixels) && pixels is > 0 and <= FrameGeometry.MaxDimension;
}
