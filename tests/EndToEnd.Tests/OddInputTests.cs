using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Input that is right but rare, and options that do not fit it.</summary>
public sealed class OddInputTests : IDisposable
{
    private static readonly byte[] s_begin = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] s_end = [0xFF, 0xD9];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void A_palette_goes_through_the_slot_as_it_is()
    {
        string clip = Make("p.mov", "-f", "lavfi", "-i", "testsrc=size=161x121:rate=25:duration=1", "-pix_fmt", "pal8", "-c:v", "png");
        string ring = Tool.NewRing();
        using Tool producer = new("producer", clip, "--ring", ring, "--wait-readers", "1", "-q", "--json");
        using Tool consumer = new("consumer", "framemd5", ring);
        (int code, string lines, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(25, lines.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
        (code, string json, errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("\"direct\":25", json);
    }

    [Fact]
    public void Frames_without_time_stamps_count_on_and_can_be_limited()
    {
        string clip = Make("raw.h264", "-i", Tool.PathOf("samples", "media", "scenes.mp4"), "-t", "4", "-c", "copy", "-bsf:v", "h264_mp4toannexb");
        (int code, string json, string errors) = Produce(clip, "-t", "1");
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":25,", json);
    }

    [Fact]
    public void A_clock_that_jumps_an_hour_stops_nobody()
    {
        string first = Make("a.ts", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "mpeg2video");
        string second = Make("b.ts", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "mpeg2video", "-output_ts_offset", "3600");
        string joined = Path.Combine(_folder.FullName, "j.ts");
        File.WriteAllBytes(joined, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);

        // At its own pace: an hour would be waited for, and the watchdog ends the producer long before.
        using Tool producer = new("producer", joined, "--ring", Tool.NewRing(), "-q", "--json");
        (int code, string json, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":50,", json);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public void Nothing_behind_the_end_is_an_error_and_no_endless_loop(string rounds)
    {
        (int code, _, string errors) = Produce(Tool.PathOf("samples", "media", "scenes.mp4"), "--seek", "1000", "--loop", rounds);
        Assert.Equal(1, code);
        Assert.Contains("no frame at or after 1000 s", errors);
    }

    [Fact]
    public void Long_damage_is_counted_and_what_comes_behind_it_is_shown()
    {
        string clip = Make("d.avi", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=500:duration=3", "-c:v", "mjpeg", "-q:v", "20");
        byte[] bytes = File.ReadAllBytes(clip);

        // 1,300 pictures in a row are made zeros, from the first marker to the last.
        int pictures = 0;
        for (int start = bytes.AsSpan().IndexOf(s_begin); start >= 0;)
        {
            int length = bytes.AsSpan(start).IndexOf(s_end);
            if (++pictures > 100 && pictures <= 1400 && length > 0)
            {
                bytes.AsSpan(start, length + 2).Clear();
            }

            int next = bytes.AsSpan(start + 3).IndexOf(s_begin);
            start = next < 0 ? -1 : start + 3 + next;
        }

        File.WriteAllBytes(clip, bytes);
        (int code, string json, string errors) = Produce(clip);
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":200,", json);
        Assert.Contains("\"corrupt\":1300,", json);
    }

    [Theory]
    [InlineData("--seek", "--seek", "5")]
    [InlineData("--decoder", "-c:v", "h264")]
    [InlineData("--loop", "--loop", "2")]
    [InlineData("--hwaccel", "-hwaccel", "auto")]
    public void Options_that_mean_nothing_for_a_pattern_are_refused(string named, params string[] options)
    {
        (int code, _, string errors) = Produce("pattern:64x64@30", ["-n", "1", .. options]);
        Assert.Equal(2, code);
        Assert.Contains($"{named} means nothing for a pattern", errors);
    }

    private static (int Code, string Json, string Errors) Produce(string input, params string[] options)
    {
        using Tool producer = new("producer", [input, "--ring", Tool.NewRing(), "--pace", "max", "-q", "--json", .. options]);
        return producer.Finish();
    }

    private string Make(string name, params string[] arguments)
    {
        Reference.SkipWithoutFFmpeg();
        string file = Path.Combine(_folder.FullName, name);
        using Process ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", .. arguments, file]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return file;
    }
}
