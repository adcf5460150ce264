using System.Runtime.InteropServices;
using System.Text;
using FFmpeg.AutoGen;
using FrameRing.Media.Errors;

namespace FrameRing.Media.Tests.Errors;

/// <summary>Messages of FFmpeg's libraries as lines.</summary>
[Collection(LogCollection.Name)]
public sealed unsafe partial class FFmpegLogTests : IDisposable
{
    private readonly StringWriter _written = new();

    public FFmpegLogTests() => FFmpegLog.Begin(ffmpeg.AV_LOG_ERROR, Write);

    public void Dispose() => FFmpegLog.Begin(ffmpeg.AV_LOG_FATAL, static _ => { });

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

    private void Write(string line) => _written.Write(line + "\n");

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
