using System.Runtime.InteropServices;
using System.Text;
using FFmpeg.AutoGen;
using FrameRing.CommandLine.Streams;
using FrameRing.Media.Errors;

namespace FrameRing.Producer.Tests.Reporting;

/// <summary>Messages of FFmpeg's libraries as lines.</summary>
public sealed unsafe partial class FFmpegLogTests : IDisposable
{
    private readonly StringWriter _written = new();

    public FFmpegLogTests()
    {
        FFmpegLog.Begin(ffmpeg.AV_LOG_ERROR, StandardError.WriteLine);
        StandardError.Instead = _written;
    }

    public void Dispose()
    {
        StandardError.Instead = null;
        FFmpegLog.Begin(ffmpeg.AV_LOG_FATAL, StandardError.WriteLine);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void A_message_of_any_length_ends_its_line(int length)
    {
        Say(new string('x', length) + "\n");
        Say("second\n");
        string[] lines = _written.ToString().Split('\n');
        Assert.Equal([new string('x', Math.Min(length, 1023)), "second", string.Empty], lines);
    }

    [Fact]
    public void A_message_in_parts_is_one_line()
    {
        Say("one, ");
        Say(new string('x', 2000));
        Say(", two\nthree\n");
        string[] lines = _written.ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("one, x", lines[0]);
        Assert.EndsWith("x, two", lines[0]);
        Assert.Equal("three", lines[1]);
    }

    // Without a percent sign a text is its own format.
    private static void Say(string text)
    {
        fixed (byte* format = Encoding.UTF8.GetBytes(text + '\0'))
        {
            av_log(null, ffmpeg.AV_LOG_ERROR, format);
        }
    }

    [LibraryImport("libavutil.so.57")]
    private static partial void av_log(void* source, int level, byte* format);
}
