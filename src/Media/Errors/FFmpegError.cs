using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Media.Errors;

/// <summary>FFmpeg's errors as words.</summary>
public static unsafe class FFmpegError
{
    /// <summary>An error code in FFmpeg's words.</summary>
    /// <param name="code">Negative, as FFmpeg's functions return it.</param>
    /// <returns>Words without a full stop.</returns>
    public static string Describe(int code)
    {
        byte* text = stackalloc byte[ffmpeg.AV_ERROR_MAX_STRING_SIZE];
        ffmpeg.av_strerror(code, text, (ulong)ffmpeg.AV_ERROR_MAX_STRING_SIZE);
        return Marshal.PtrToStringUTF8((nint)text) ?? $"error {code}";
    }

    /// <summary>The error with the last line that FFmpeg said of it. The one place at which such a line comes into our own sentences.</summary>
    /// <param name="reason">The error in words; may be empty.</param>
    /// <returns>Words without a full stop.</returns>
    public static string WithLastLine(string reason) =>
        LastError.Text is not { } line || reason.Contains(line, StringComparison.Ordinal) ? reason
        : reason.Length == 0 ? $"FFmpeg says: {line}" : $"{reason}; FFmpeg says: {line}";
}
