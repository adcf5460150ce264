using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Producer.Sources.Files;

/// <summary>FFmpeg's error codes as words.</summary>
internal static unsafe class FFmpegError
{
    internal static string Describe(int code)
    {
        byte* text = stackalloc byte[ffmpeg.AV_ERROR_MAX_STRING_SIZE];
        ffmpeg.av_strerror(code, text, (ulong)ffmpeg.AV_ERROR_MAX_STRING_SIZE);
        return Marshal.PtrToStringUTF8((nint)text) ?? $"error {code}";
    }
}
