using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.Producer.Reporting;

namespace FrameRing.Producer.Sources.Files;

/// <summary>FFmpeg's errors as words.</summary>
internal static unsafe class FFmpegError
{
    internal static string Describe(int code)
    {
        byte* text = stackalloc byte[ffmpeg.AV_ERROR_MAX_STRING_SIZE];
        ffmpeg.av_strerror(code, text, (ulong)ffmpeg.AV_ERROR_MAX_STRING_SIZE);
        return Marshal.PtrToStringUTF8((nint)text) ?? $"error {code}";
    }

    /// <summary>The error with the last line that FFmpeg said of it. The one place at which such a line comes into our own sentences.</summary>
    /// <param name="reason">The error in words; may be empty.</param>
    internal static string WithLastLine(string reason) =>
        LastError.Text is not { } line || reason.Contains(line, StringComparison.Ordinal) ? reason
        : reason.Length == 0 ? $"FFmpeg says: {line}" : $"{reason}; FFmpeg says: {line}";

    /// <summary>What helps, as a sentence of its own with a space in front; empty if nobody knows.</summary>
    /// <param name="isPipe">Whether the input cannot go back.</param>
    internal static string Advice(bool isPipe) => LastError.Text switch
    {
        { } line when line.Contains("Unsafe file name", StringComparison.Ordinal) => " The list names a file by its whole path or with odd characters. If you trust it, add --format-option safe=0.",
        { } line when line.Contains("not on whitelist", StringComparison.Ordinal) => " If you trust the input, allow it: --format-option protocol_whitelist=file,http,tcp,crypto,data or what else it needs.",
        { } line when isPipe && (line.Contains("moov atom", StringComparison.Ordinal) || line.Contains("partial file", StringComparison.Ordinal)) => " The index of the file is at its end, and a pipe cannot go back from there: give the file itself, or make it with 'ffmpeg -movflags +faststart'.",
        _ => string.Empty,
    };
}
