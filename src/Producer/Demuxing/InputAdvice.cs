using FrameRing.Media.Errors;

namespace FrameRing.Producer.Demuxing;

/// <summary>What the user can do about an input that FFmpeg does not take.</summary>
internal static class InputAdvice
{
    /// <summary>What helps, as a sentence of its own with a space in front; empty if nobody knows.</summary>
    /// <param name="isPipe">Whether the input cannot go back.</param>
    internal static string Find(bool isPipe) => LastError.Text switch
    {
        { } line when line.Contains("Unsafe file name", StringComparison.Ordinal) => " The list names a file by its whole path or with odd characters. If you trust it, add --format-option safe=0.",
        { } line when line.Contains("not on whitelist", StringComparison.Ordinal) => " If you trust the input, allow it: --format-option protocol_whitelist=file,http,tcp,crypto,data or what else it needs.",
        { } line when isPipe && (line.Contains("moov atom", StringComparison.Ordinal) || line.Contains("partial file", StringComparison.Ordinal)) => " The index of the file is at its end, and a pipe cannot go back from there: give the file itself, or make it with 'ffmpeg -movflags +faststart'.",
        _ => string.Empty,
    };
}
