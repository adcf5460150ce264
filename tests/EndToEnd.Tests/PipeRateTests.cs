using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FrameRing.EndToEnd.Tests;

/// <summary><c>consumer pipe</c> and <c>ffmpeg -vsync cfr</c> write the same bytes, of clips with all kinds of time stamps.</summary>
public sealed partial class PipeRateTests : IDisposable
{
    private const string Source = "testsrc2=s=160x96:r=30:d=4";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    // What a clip is made with; the times are those of a camera that is late, of a film with pauses, of a screen that seldom changes.
    public static TheoryData<string, string> Clips => new()
    {
        { "constant.mp4", "-c:v libx264" },
        { "ntsc.mkv", "-r 30000/1001 -c:v ffv1" },
        { "late.mp4", "-vf setpts='(N*1.37+random(0)*0.8)/30/TB' -vsync vfr -enc_time_base 1:90000 -c:v libx264 -video_track_timescale 90000" },
        { "early.mkv", "-vf setpts='(N+2*random(0))/30/TB' -vsync vfr -enc_time_base 1:1000 -c:v libx264 -bf 0" },
        { "pauses.mkv", "-vf setpts='(N+gt(N,20)*40+gt(N,70)*200)/30/TB' -vsync vfr -c:v libx264" },
        { "still.mp4", "-vf setpts='if(lt(N,20),N,N*5)/30/TB' -vsync vfr -c:v mpeg4" },
        { "gaps.mkv", "-vf select='not(eq(mod(n*n*7,11),3))*not(between(n,40,75))' -vsync vfr -c:v libx264" },
        { "shifted.mkv", "-c:v libx264 -pix_fmt yuv444p -output_ts_offset 1.77" },
        { "deep.mkv", "-c:v ffv1 -pix_fmt yuv422p10le" },
    };

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [MemberData(nameof(Clips))]
    public void What_is_written_is_what_ffmpeg_writes(string name, string options)
    {
        Reference.SkipWithoutFFmpeg();
        string clip = Make(name, options);
        AssertSame(clip, "-vsync cfr", string.Empty);
        AssertSame(clip, "-r 5", "--rate 5");
        AssertSame(clip, "-r 24", "--rate 24");
        AssertSame(clip, "-r 60000/1001", "--rate 59.94");
    }

    [Fact]
    public void So_it_is_with_other_options()
    {
        Reference.SkipWithoutFFmpeg();
        string clip = Tool.PathOf("samples", "media", "vfr-odd.mkv");
        AssertSame(clip, "-vsync passthrough", "--vsync passthrough");
        AssertSame(clip, "-vsync cfr -frames:v 50", "-n 50");
        AssertSame(clip, "-f rawvideo -vsync cfr", "--format rawvideo --vsync cfr");
        AssertSame(clip, "-f rawvideo -r 12", "--format rawvideo -r 12");
        AssertSame(clip, "-f rawvideo -vsync passthrough", "--format rawvideo");
    }

    [Fact]
    public void A_pause_of_more_than_ten_seconds_is_kept_on_request()
    {
        Reference.SkipWithoutFFmpeg();
        string clip = Make("pause.mp4", "-vf setpts='(N+gt(N,50)*900)/30/TB' -vsync vfr -c:v libx264");
        AssertSame(clip, "-vsync cfr", "--max-gap 60");
        (byte[] written, JsonElement figures, _) = Pipe(clip, string.Empty);
        Assert.Equal(1, Number(figures, "time_jumps"));
        Assert.InRange(Frames(written), 120, 121 + (10 * 30));
    }

    [Theory]
    [InlineData("vfr-odd.mkv")]
    [InlineData("scenes.mp4")]
    [InlineData("hevc-10bit.mp4")]
    [InlineData("vp9-altref.webm")]
    [InlineData("rotated.mp4")]
    [InlineData("mjpeg-full.avi")]
    [InlineData("av1.mkv")]
    public void Sample_clips_are_the_same_with_their_headers(string clip)
    {
        Reference.SkipWithoutFFmpeg();
        AssertSame(Tool.PathOf("samples", "media", clip), "-vsync cfr", string.Empty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_place_of_chroma_has_ffmpegs_name(int location)
    {
        Reference.SkipWithoutFFmpeg();

        // MPEG-4 says nothing of it.
        string clip = location < 0 ? Make("unknown.avi", "-frames:v 2 -c:v mpeg4") : Make($"chroma{location}.mkv", $"-frames:v 2 -pix_fmt yuv420p -c:v libx264 -x264-params chromaloc={location}");
        AssertSame(clip, "-vsync cfr", string.Empty);
    }

    [Theory]
    [InlineData("-flags +ilme+ildct -x264opts tff=1 -c:v libx264")]
    [InlineData("-flags +ilme+ildct -x264opts bff=1 -c:v libx264")]
    [InlineData("-vf setsar=16/15 -c:v libx264")]
    [InlineData("-color_range pc -pix_fmt yuv420p -c:v libvpx-vp9")]
    [InlineData("-pix_fmt gray -c:v ffv1")]
    [InlineData("-pix_fmt yuv444p12le -c:v ffv1")]
    public void The_header_is_ffmpegs(string options)
    {
        Reference.SkipWithoutFFmpeg();
        AssertSame(Make("header.mkv", $"-frames:v 3 {options}"), "-vsync cfr", string.Empty);
    }

    [Fact]
    public void Another_producer_begins_its_own_time()
    {
        string ring = Tool.NewRing();
        string file = Path.Combine(_folder.FullName, "two.y4m");
        using Tool first = new("producer", "pattern:64x48@25", "-n", "60", "--pace", "max", "--ring", ring, "--delivery", "lossless", "--wait-readers", "1", "-q");
        using Tool consumer = new("consumer", "pipe", ring, "--lossless", "--follow", "-n", "100", "-o", file);
        consumer.WaitForError("waiting for the next one");
        using Tool second = new("producer", "pattern:64x48@25", "-n", "60", "--pace", "max", "--ring", ring, "--delivery", "lossless", "--wait-readers", "1", "-q");
        (int code, _, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("100 written, 0 duplicated, 0 dropped", errors);
        Assert.DoesNotContain("time goes", errors);
    }

    private void AssertSame(string clip, string ffmpeg, string consumer)
    {
        (byte[] theirs, long duplicated, long dropped) = FFmpeg(clip, ffmpeg);
        (byte[] ours, JsonElement figures, string errors) = Pipe(clip, consumer);
        Assert.True(theirs.AsSpan().SequenceEqual(ours), $"{clip} {ffmpeg}: {theirs.Length} and {ours.Length} bytes; {Header(theirs)}, {Header(ours)}; {errors}");
        Assert.True(theirs.Length > 0);
        Assert.Equal((duplicated, dropped), (Number(figures, "duplicated"), Number(figures, "dropped")));
    }

    private string Make(string name, string options)
    {
        string file = Path.Combine(_folder.FullName, name);
        Reference.FFmpeg(["-f", "lavfi", "-i", Source, .. options.Split(' '), file]);
        return file;
    }

    private static (byte[] Bytes, JsonElement Figures, string Errors) Pipe(string clip, string options)
    {
        string ring = Tool.NewRing();
        string file = Path.GetTempFileName();
        try
        {
            using Tool producer = new("producer", clip, "--ring", ring, "--pace", "max", "--delivery", "lossless", "--wait-readers", "1", "-q");
            using Tool consumer = new("consumer", ["pipe", ring, "--lossless", "--start", "oldest", "-o", file, "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            (int code, _, string errors) = consumer.Finish();
            Assert.True(code == 0, errors);
            return (File.ReadAllBytes(file), JsonDocument.Parse(errors).RootElement, errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Its bytes, and what it says that it has repeated and dropped.
    private static (byte[] Bytes, long Duplicated, long Dropped) FFmpeg(string clip, string options)
    {
        string[] format = options.Contains("-f ", StringComparison.Ordinal) ? [] : ["-strict", "-1", "-f", "yuv4mpegpipe"];
        ProcessStartInfo start = new("ffmpeg", ["-nostdin", "-noautorotate", "-i", clip, "-an", .. options.Split(' '), .. format, "-"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using Timer watchdog = new(_ => process.Kill(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        Match counts = Counts().Matches(errors.Result).LastOrDefault() ?? Match.Empty;
        return (output.ToArray(), Number(counts, "duplicated"), Number(counts, "dropped"));
    }

    private static long Number(Match match, string name) => match.Success ? long.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;

    private static long Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt64();

    private static string Header(byte[] y4m) => Encoding.ASCII.GetString(y4m, 0, Math.Max(0, Array.IndexOf(y4m, (byte)'\n')));

    private static int Frames(byte[] y4m)
    {
        int header = Array.IndexOf(y4m, (byte)'\n') + 1;
        return (y4m.Length - header) / ("FRAME\n".Length + (160 * 96 * 3 / 2));
    }

    [GeneratedRegex(@"dup=(?<duplicated>\d+) drop=(?<dropped>\d+)")]
    private static partial Regex Counts();
}
