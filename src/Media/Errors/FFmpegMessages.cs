using FFmpeg.AutoGen;

namespace FrameRing.Media.Errors;

/// <summary>What FFmpeg writes to standard error by itself.</summary>
public static class FFmpegMessages
{
    /// <summary>
    /// Nothing more but what ends the process, as libswscale's remarks on which of its code it can use: they would stand in the middle of a
    /// tool's own lines, and wait for somebody who does not read them. What fails is an exception.
    /// </summary>
    public static void Silence() => ffmpeg.av_log_set_level(ffmpeg.AV_LOG_FATAL);
}
