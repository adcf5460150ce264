using System.Runtime.InteropServices;
using System.Text;
using FFmpeg.AutoGen;
using FrameRing.Media.Errors;

namespace FrameRing.Media.Tests.Errors;

/// <summary>The line of FFmpeg's that goes into our own sentences.</summary>
[Collection(LogCollection.Name)]
public sealed unsafe partial class LastErrorTests : IDisposable
{
    public LastErrorTests() => FFmpegLog.Begin(ffmpeg.AV_LOG_QUIET, static _ => { });

    public void Dispose() => FFmpegLog.Begin(ffmpeg.AV_LOG_FATAL, static _ => { });

    [Fact]
    public void The_last_error_is_kept_although_nothing_is_printed()
    {
        Assert.Null(LastError.Text);
        Say(ffmpeg.AV_LOG_ERROR, "first\n");
        Say(ffmpeg.AV_LOG_ERROR, "moov atom not found\n");
        Say(ffmpeg.AV_LOG_WARNING, "a warning\n");
        Assert.Equal("moov atom not found", LastError.Text);
    }

    [Fact]
    public void A_line_from_before_can_be_forgotten_and_one_from_after_is_kept()
    {
        Say(ffmpeg.AV_LOG_ERROR, "error while decoding\n");
        long before = LastError.Count;
        LastError.ForgetUntil(before);
        Assert.Null(LastError.Text);
        Say(ffmpeg.AV_LOG_ERROR, "connection broke\n");
        LastError.ForgetUntil(before);
        Assert.Equal("connection broke", LastError.Text);
    }

    [Fact]
    public void A_message_in_parts_is_one_line()
    {
        Say(ffmpeg.AV_LOG_ERROR, "one, ");
        Say(ffmpeg.AV_LOG_ERROR, "two.\n");
        Assert.Equal("one, two", LastError.Text);
    }

    [Fact]
    public void Addresses_in_memory_are_left_out_and_what_is_not_printable_is_shown()
    {
        Say(ffmpeg.AV_LOG_ERROR, "[mov @ 0x55989ae50880] [h264 @ 0x1f] \u001b[31m\u0007red\n");
        Assert.Equal("[mov] [h264] \\x1b[31m\\x07red", LastError.Text);
    }

    [Theory]
    [InlineData(499)]
    [InlineData(5000)]
    public void A_long_line_is_cut(int length)
    {
        Say(ffmpeg.AV_LOG_ERROR, new string('x', length) + "\n");
        Assert.Equal(new string('x', Math.Min(length, 500)) + (length > 500 ? "..." : string.Empty), LastError.Text);
    }

    [Fact]
    public void The_next_input_begins_without_one()
    {
        Say(ffmpeg.AV_LOG_ERROR, "old\n");
        FFmpegLog.Begin(ffmpeg.AV_LOG_QUIET, static _ => { });
        Assert.Null(LastError.Text);
    }

    // Without a percent sign a text is its own format.
    private static void Say(int level, string text)
    {
        fixed (byte* format = Encoding.UTF8.GetBytes(text + '\0'))
        {
            av_log(null, level, format);
        }
    }

    [LibraryImport("libavutil.so.57")]
    private static partial void av_log(void* source, int level, byte* format);
}
