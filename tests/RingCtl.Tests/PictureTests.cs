using System.Text.Json;

namespace FrameRing.RingCtl.Tests;

/// <summary>What ringctl info tells of the picture, compared with what ffprobe tells of the file.</summary>
public sealed class PictureTests : IDisposable
{
    private const int Frames = 3;

    private static readonly string[] s_fieldsOfStream =
    [
        "pix_fmt", "field_order", "sample_aspect_ratio", "color_range", "color_space", "color_transfer", "color_primaries", "chroma_location", "r_frame_rate", "time_base",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void A_clip_with_tags()
    {
        string file = Make(
            "tagged.mp4", "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_range", "tv", "-chroma_sample_location", "topleft");
        (JsonElement json, string text) = Info(file);
        AssertAsFFprobe(file, json);
        Assert.Equal("smpte2084", json.GetProperty("color_transfer").GetString());
        Assert.Contains("primaries bt2020, transfer smpte2084, matrix bt2020nc, range tv, chroma location topleft", text);
        Assert.Contains("nominal rate  30000/1001 frames/s", text);
    }

    [Theory]
    [InlineData("tff", "1", "tt (interlaced, top field first)")]
    [InlineData("bff", "0", "bb (interlaced, bottom field first)")]
    public void An_interlaced_clip(string order, string top, string expected)
    {
        string file = Make("interlaced.mkv", "-vf", $"setfield={order}", "-top", top, "-flags", "+ildct+ilme");
        (JsonElement json, string text) = Info(file);
        AssertAsFFprobe(file, json);
        Assert.Contains($"field order   {expected}\n", text);
    }

    [Fact]
    public void An_anamorphic_clip()
    {
        string file = Make("anamorphic.mp4", "-vf", "setsar=64/45");
        (JsonElement json, string text) = Info(file);
        AssertAsFFprobe(file, json);
        Assert.Equal("64:45", json.GetProperty("sample_aspect_ratio").GetString());
        Assert.Contains("as it lies, pixel aspect 64:45", text);
    }

    [Fact]
    public void A_rotated_clip()
    {
        string file = Tool.PathOf("samples", "media", "rotated.mp4");
        (JsonElement json, string text) = Info(file);
        AssertAsFFprobe(file, json);
        Assert.Equal((270, false), (json.GetProperty("rotation").GetInt32(), json.GetProperty("mirrored").GetBoolean()));
        Assert.Contains("turned clockwise by 270 degrees, pixel aspect 1:1", text);
    }

    [Theory]
    [InlineData("flip=horizontal", 0, "mirrored left to right, pixel aspect")]
    [InlineData("rotate=90:flip=vertical", 90, "mirrored left to right, then turned clockwise by 90 degrees, pixel aspect")]
    public void A_mirrored_clip(string orientation, int rotation, string expected)
    {
        Reference.SkipWithoutFFmpeg();
        string file = Path.Combine(_folder.FullName, "mirrored.h264");
        Reference.FFmpeg("-i", Tool.PathOf("samples", "media", "rotated.mp4"), "-c", "copy", "-bsf:v", $"h264_mp4toannexb,h264_metadata=display_orientation=insert:{orientation}", file);
        (JsonElement json, string text) = Info(file);
        Assert.Equal((rotation, true), (json.GetProperty("rotation").GetInt32(), json.GetProperty("mirrored").GetBoolean()));
        Assert.Contains(expected, text);
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        string file = Tool.PathOf("samples", "media", "qtrle.mov");
        (JsonElement json, string text) = Info(file);
        AssertAsFFprobe(file, json);
        Assert.All(["color_primaries", "color_transfer", "color_space", "chroma_location"], name => Assert.False(json.TryGetProperty(name, out _)));
        Assert.Contains("primaries -, transfer -, matrix -, range -, chroma location -", text);
    }

    // The producer stops itself when it has published so many frames, so that the newest frame is known.
    private static (JsonElement Segment, string Text) Info(string file)
    {
        Reference.SkipWithoutFFmpeg();
        string ring = Tool.NewRing();
        using Tool producer = Tool.Start(
            "/usr/bin/env", TimeSpan.FromSeconds(60), $"FRAMERING_STOP_AT=PublishRaised:{Frames}", Tool.Locate("producer"), file, "--ring", ring, "-q");
        using (Tool reader = new("consumer", "framemd5", ring, "--start", "oldest", "-n", $"{Frames}", "--wait", "50"))
        {
            Assert.Equal(0, reader.Finish().Code);
        }

        JsonElement json = JsonDocument.Parse(Run("info", ring, "--json")).RootElement;
        string text = Run("info", ring);
        producer.Signal("CONT");
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
        return (json.GetProperty("segment"), text);
    }

    private static void AssertAsFFprobe(string file, JsonElement segment)
    {
        JsonElement stream = Probe(file, "-show_streams").GetProperty("streams")[0];
        Assert.All(s_fieldsOfStream, name => Assert.Equal((name, Text(stream, name)), (name, Text(segment, name))));
        JsonElement newest = Probe(file, "-show_frames", "-read_intervals", "%+#8").GetProperty("frames")[Frames - 1];
        Assert.Equal(newest.GetProperty("best_effort_timestamp").GetInt64(), segment.GetProperty("pts").GetInt64());
        Assert.Equal(newest.GetProperty("best_effort_timestamp_time").GetString(), segment.GetProperty("pts_time").GetString());
    }

    private static JsonElement Probe(string file, params string[] what) => JsonDocument.Parse(Reference.FFprobe(["-select_streams", "v", .. what, "-of", "json", file])).RootElement;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private string Make(string name, params string[] options)
    {
        Reference.SkipWithoutFFmpeg();
        string path = Path.Combine(_folder.FullName, name);
        Reference.FFmpeg(["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30000/1001", "-frames:v", "20", "-pix_fmt", "yuv420p", "-c:v", "libx264", .. options, path]);
        return path;
    }

    private static string Run(params string[] arguments)
    {
        using Tool tool = new("ringctl", arguments);
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return output;
    }
}
