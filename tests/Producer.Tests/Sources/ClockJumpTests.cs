using System.Globalization;
using FrameRing.Formats;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Tests.Sources;

/// <summary>Streams whose clock is set anew in the middle: every time stamp is the one that the ffmpeg command gives the frame, to the tick.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private static readonly string[] s_mpeg4 = ["-c:v", "mpeg4", "-bf", "2"];
    private static readonly string[] s_h264 = ["-c:v", "libx264", "-bf", "3", "-g", "12"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData("10", false)]
    [InlineData("5", false)]
    [InlineData("30000/1001", true)]
    public void A_transport_stream_after_itself_goes_on(string rate, bool hasSound)
    {
        string[] sound = hasSound ? ["-f", "lavfi", "-i", "sine=duration=2", "-c:a", "mp2"] : [];
        string part = Make("a.ts", ["-f", "lavfi", "-i", $"testsrc2=size=160x120:rate={rate}:duration=2", .. sound, .. s_h264]);
        Assert.Equal([Frames(part), 2 * Frames(part)], CompareWithFFmpeg(Join("j.ts", part, part, part)));
    }

    [Fact]
    public void A_program_stream_after_itself_goes_on()
    {
        string part = Make("a.mpg", ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "mpeg2video", "-bf", "2"]);
        Assert.Equal([25], CompareWithFFmpeg(Join("j.mpg", part, part)));
    }

    [Fact]
    public void Files_joined_by_the_concat_protocol_go_on()
    {
        string part = Make("a.ts", ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", .. s_mpeg4]);
        Assert.Equal([25], CompareWithFFmpeg($"concat:{part}|{part}"));
    }

    [Fact]
    public void A_playlist_with_a_discontinuity_goes_on()
    {
        Make("a.ts", ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", .. s_mpeg4]);
        string list = Path.Combine(_folder.FullName, "list.m3u8");
        File.WriteAllText(list, "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:1.0,\na.ts\n#EXT-X-ENDLIST\n");
        Assert.Equal([25], CompareWithFFmpeg(list));
    }

    [Theory]
    [InlineData("0.95", false)]
    [InlineData("0.5", true)]
    [InlineData("8", false)]
    [InlineData("15", true)]
    public void What_is_a_jump_is_decided_as_ffmpeg_decides(string offset, bool isJump)
    {
        string[] source = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", .. s_mpeg4, "-muxdelay", "0"];
        string joined = Join("j.ts", Make("a.ts", source), Make("b.ts", [.. source, "-output_ts_offset", offset]));
        Assert.Equal(isJump ? [25] : [], CompareWithFFmpeg(joined));
    }

    [Fact]
    public void Pictures_that_are_shown_later_than_they_are_decoded_are_no_jump() =>
        Assert.Empty(CompareWithFFmpeg(Make("a.ts", ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=2:duration=20", "-c:v", "libx264", "-bf", "7", "-x264-params", "b-pyramid=normal:bframes=7:b-adapt=0"])));

    [Fact]
    public void Rounds_of_a_joined_stream_follow_on_from_each_other()
    {
        string part = Make("a.ts", ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", .. s_mpeg4]);
        (long[] times, int[] breaks) = Publish(new FileSourceOptions { Input = Join("j.ts", part, part), Loop = 1 });
        Assert.Equal(Enumerable.Range(0, 100).Select(index => index * 3600L), times);
        Assert.Equal([25, 50, 75], breaks);
    }

    // The numbers of the frames that are flagged as the first behind a break.
    private static int[] CompareWithFFmpeg(string input)
    {
        string expected = Reference.FFmpeg("-i", input, "-an", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "framemd5", "-");
        (long[] times, int[] breaks) = Publish(new FileSourceOptions { Input = input });

        // ffmpeg writes no time that is before the one in front of it, by however little.
        long latest = long.MinValue;
        Assert.Equal(Reference.Frames(expected).Select(line => long.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)), times.Select(time => latest = Math.Max(latest, time)));
        return breaks;
    }

    private static (long[] Times, int[] Breaks) Publish(FileSourceOptions options)
    {
        using SourceRun run = new(options);
        List<long> times = [];
        List<int> breaks = [];
        run.PublishAll((metadata, _) =>
        {
            times.Add(metadata.Pts);
            if ((metadata.Flags & FrameFlags.Discontinuity) != 0)
            {
                breaks.Add(run.Index);
            }
        });
        return ([.. times], [.. breaks]);
    }

    private static int Frames(string file) => Reference.Frames(Reference.FFmpeg("-i", file, "-an", "-fps_mode", "passthrough", "-f", "framemd5", "-")).Length;

    private string Make(string name, string[] arguments)
    {
        Reference.SkipWithoutFFmpeg();
        string file = Path.Combine(_folder.FullName, name);
        Reference.FFmpeg([.. arguments, file]);
        return file;
    }

    private string Join(string name, params string[] parts)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, [.. parts.SelectMany(File.ReadAllBytes)]);
        return file;
    }
}
