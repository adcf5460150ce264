using FrameRing.Formats;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Names of camera formats as people type them.</summary>
internal static class CameraFormatName
{
    // FFmpeg's names of codecs, and those of its names for raw formats that V4L2 calls otherwise than the ring.
    private static readonly Dictionary<string, string> s_codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mjpeg"] = "MJPG",
        ["jpeg"] = "JPEG",
        ["h264"] = "H264",
        ["hevc"] = "HEVC",
        ["h265"] = "HEVC",
        ["mpeg4"] = "MPG4",
        ["vp8"] = "VP80",
        ["vp9"] = "VP90",
        ["yuv422p"] = "422P",
        ["yuv411p"] = "411P",
        ["rgb565le"] = "RGBP",
    };

    /// <summary>Turns a name or a code into V4L2's code.</summary>
    /// <param name="text">Like <c>mjpeg</c>, <c>yuyv422</c> or <c>YUYV</c>.</param>
    /// <param name="code">The code.</param>
    /// <returns>False if it is neither.</returns>
    internal static bool TryParse(string text, out FourCC code)
    {
        if (s_codes.TryGetValue(text, out string? known))
        {
            code = FourCC.Parse(known);
            return true;
        }

        // Any code of four letters may be one that a driver knows.
        bool isFormat = PixelFormats.TryParse(text, out PixelFormat? format);
        code = isFormat ? format!.FourCC : default;
        return isFormat || (text.Length is 3 or 4 && FourCC.TryParse(text, out code));
    }
}
