using System.Text.Json;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests.Pipe;

/// <summary>The tool at a constant rate, on rings whose times are the test's.</summary>
public sealed class ConstantRatePipeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");
    private readonly Picture _picture = new(PixelFormats.TryParse("gray", out PixelFormat? grey) ? grey : throw new InvalidOperationException(), 32, 16);

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void A_pause_of_an_hour_is_no_hour_of_copies()
    {
        (JsonElement figures, byte[] shades, string told) = Run([0, 40, 80, 3_600_000, 3_600_040], "--format", "rawvideo", "--vsync", "cfr", "-n", "5");
        Assert.Equal([0, 1, 2, 3, 4], shades);
        Assert.Equal((5, 0, 0, 1), Counts(figures));
        Assert.Equal(1, told.Split("time goes forward by 3599.92 s").Length - 1);
    }

    [Fact]
    public void A_short_pause_keeps_its_time()
    {
        (JsonElement figures, byte[] shades, _) = Run([0, 40, 200, 240], "--format", "rawvideo", "--rate", "25", "-n", "7");
        Assert.Equal([0, 1, 1, 1, 2, 2, 3], shades);
        Assert.Equal((7, 3, 0, 0), Counts(figures));
    }

    [Fact]
    public void Pixels_alone_are_passed_through_unless_a_rate_is_asked_for()
    {
        (JsonElement figures, byte[] shades, _) = Run([0, 40, 200, 240], "--format", "rawvideo", "-n", "4");
        Assert.Equal([0, 1, 2, 3], shades);
        Assert.Equal("passthrough", figures.GetProperty("vsync").GetString());
        Assert.Equal((4, 0, 0, 0), Counts(figures));
    }

    [Fact]
    public void A_y4m_stream_is_passed_through_on_request()
    {
        (JsonElement figures, byte[] shades, _) = Run([0, 40, 200, 240], "--vsync", "passthrough", "-n", "4");
        Assert.Equal([0, 1, 2, 3], shades);
        Assert.Equal("passthrough", figures.GetProperty("vsync").GetString());
    }

    [Fact]
    public void Frames_without_time_stamps_are_told_of_and_written()
    {
        (JsonElement figures, byte[] shades, string told) = Run([FrameMetadata.NoPts, FrameMetadata.NoPts, FrameMetadata.NoPts], "-n", "3");
        Assert.Equal([0, 1, 2], shades);
        Assert.Equal("cfr", figures.GetProperty("vsync").GetString());
        Assert.Equal(1, told.Split("without a time stamp").Length - 1);
    }

    [Fact]
    public void The_summary_says_what_was_repeated()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Publish(ring, [0, 200]);
        using Tool tool = new("consumer", "pipe", ring, "--start", "oldest", "-n", "6", "-o", Path.Combine(_folder.FullName, "out"));
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(0, code);
        Assert.Contains("6 written, 4 duplicated, 0 dropped", errors);
    }

    [Theory]
    [InlineData("--rate 30 --vsync passthrough", "--rate repeats and drops frames")]
    [InlineData("--rate 0", "'0' is no value for --rate")]
    [InlineData("--max-gap 0", "'0' is no value for --max-gap")]
    [InlineData("--max-gap 5 --format rawvideo", "--max-gap limits what --vsync cfr repeats")]
    [InlineData("--max-gap 5 --vsync passthrough", "--max-gap limits what --vsync cfr repeats")]
    [InlineData("--vsync vfr", "'vfr' is no value for --vsync")]
    public void What_makes_no_sense_is_refused(string options, string told)
    {
        using Tool tool = new("consumer", ["pipe", "x", .. options.Split(' ')]);
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Contains(told, errors);
    }

    // Frames of one shade of grey each, from 0; the shades come back.
    private (JsonElement Figures, byte[] Shades, string Told) Run(long[] times, params string[] options)
    {
        string ring = Tool.NewRing();
        string file = Path.Combine(_folder.FullName, "out");
        using FrameRingWriter writer = Publish(ring, times);
        using Tool silent = new("consumer", ["pipe", ring, "--start", "oldest", "-o", file, "--json", .. options]);
        (int code, _, string json) = silent.Finish();
        Assert.True(code == 0, json);
        using Tool speaking = new("consumer", ["pipe", ring, "--start", "oldest", "-o", file, .. options]);
        (code, _, string told) = speaking.Finish();
        Assert.True(code == 0, told);
        byte[] written = File.ReadAllBytes(file);
        int header = Array.IndexOf(written, (byte)'\n');
        bool isY4m = written.AsSpan().StartsWith("YUV4MPEG2"u8);
        int start = isY4m ? header + 1 : 0;
        int mark = isY4m ? "FRAME\n".Length : 0;
        int size = mark + (int)_picture.PackedSize;
        Assert.Equal(0, (written.Length - start) % size);
        return (JsonDocument.Parse(json).RootElement, [.. Enumerable.Range(0, (written.Length - start) / size).Select(i => written[start + (i * size) + mark])], told);
    }

    private FrameRingWriter Publish(string ring, long[] times)
    {
        FrameRingWriter writer = _picture.CreateRing(ring, 12);
        byte shade = 0;
        foreach (long time in times)
        {
            FrameMetadata metadata = _picture.Describe();
            metadata.Pts = time;
            metadata.TimeBase = new Rational(1, 1000);
            byte[] packed = new byte[_picture.PackedSize];
            packed.AsSpan().Fill(shade++);
            _picture.Publish(writer, packed, metadata);
        }

        return writer;
    }

    private static (long Written, long Duplicated, long Dropped, long Jumps) Counts(JsonElement figures) =>
        (Number(figures, "written"), Number(figures, "duplicated"), Number(figures, "dropped"), Number(figures, "time_jumps"));

    private static long Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt64();
}
