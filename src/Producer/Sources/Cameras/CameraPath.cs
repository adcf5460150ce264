using System.Globalization;
using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Which inputs are cameras, and where.</summary>
internal static class CameraPath
{
    /// <summary>FFmpeg's names of its own V4L2 input, which people type in front of a device.</summary>
    internal static bool IsCameraFormat(string? format) => format is "v4l2" or "video4linux2";

    /// <summary>A number stands for <c>/dev/videoN</c>; a path is a camera's if it is a video device file or leads to one.</summary>
    /// <param name="input">What the user typed.</param>
    /// <param name="format">What was said with -f; null for nothing.</param>
    /// <param name="path">The device file.</param>
    /// <returns>False if the input is something else.</returns>
    internal static bool TryParse(string input, string? format, out string path)
    {
        bool isNumber = int.TryParse(input, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        path = isNumber ? string.Create(CultureInfo.InvariantCulture, $"/dev/video{number}") : input;
        return IsCameraFormat(format) || (format is null && (isNumber || VideoDevice.IsDevicePath(path)));
    }
}
