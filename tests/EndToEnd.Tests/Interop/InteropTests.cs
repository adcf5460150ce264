using System.Globalization;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>The readers in C and Python, which were written from docs/layout.md, see what the reader of the library sees.</summary>
public sealed class InteropTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    [Theory]
    [InlineData("pattern:322x242@60:YU12")]
    [InlineData("pattern:322x242@60:NV12")]
    [InlineData("pattern:322x242@60:YUYV")]
    [InlineData("pattern:323x241@60:RGB3")]
    [InlineData("pattern:322x242@60:GREY")]
    public void Patterns_are_the_same_in_all_languages(string pattern)
    {
        readers.SkipUnlessPresent();
        string[] lines = ReadAll(pattern, "-n", "30");
        Assert.Equal(30, lines.Length);
        string[] size = pattern.Split(':', '@')[1].Split('x');
        string format = pattern.Split(':')[^1];
        Assert.All(lines, (line, number) => Assert.StartsWith($"{number + 1} {number} {size[0]} {size[1]} {format} ", line));
        Assert.Equal(30, lines.Select(line => line.Split(' ')[^1]).Distinct().Count());
    }

    [Theory]
    [InlineData("size-change.ts", 75, "640 360")]
    [InlineData("vfr-odd.mkv", 81, "854 480")]
    public void Files_are_the_same_in_all_languages_also_when_a_new_generation_begins(string clip, int frames, string lastSize)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(CanDecode(), "The libraries of FFmpeg 5.1 are not installed; see README.md, Requirements.");
        string[] lines = ReadAll(Tool.PathOf("samples", "media", clip));
        Assert.Equal(frames, lines.Length);
        Assert.Contains($" {lastSize} ", lines[^1]);
    }

    [Fact]
    public void All_languages_know_how_a_frame_is_shown()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish(rotation: 90);
        ring.Publish(mirroring: Formats.Mirroring.LeftRight);
        ring.Publish(mirroring: Formats.Mirroring.LeftRight, rotation: 270);
        using Tool c = readers.Answers(ring.Name, "orientation");
        using Tool python = ForeignReaders.Code(
            """
            with framering.Reader.attach(sys.argv[2], start="oldest") as reader:
                while isinstance(frame := reader.wait(), framering.Frame):
                    print(int(frame.mirroring == framering.MIRRORING_LEFT_RIGHT), frame.rotation)
            """,
            ring.Name);
        RingState.WaitFor(ring.Name, state => RingState.Readers(state) == 2);
        ring.Dispose();
        Assert.Equal("0 90\n1 0\n1 270", Output(c));
        Assert.Equal("0 90\n1 0\n1 270", Output(python));
    }

    [Fact]
    public void Polling_sees_the_same_as_sleeping()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@120", "--ring", ring, "-n", "30", "--delivery", "lossless", "--wait-readers", "3", "-q");
        using Tool sleeping = readers.C(ring, "-o", "--lossless");
        using Tool polling = readers.C(ring, "-o", "-p", "--lossless");
        using Tool python = readers.Python(ring, "-o", "-p", "--lossless");
        string expected = Output(sleeping);
        Assert.Equal(30, expected.Split('\n').Length);
        Assert.Equal(expected, Output(polling));
        Assert.Equal(expected, Output(python));
    }

    [Fact]
    public void A_dead_producer_is_told()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "--ring", ring, "-q");
        using Tool c = readers.C(ring);
        using Tool python = readers.Python(ring);
        c.WaitForOutput("1");
        python.WaitForOutput("1");
        producer.Kill();
        foreach (Tool reader in new[] { c, python })
        {
            (int code, _, string errors) = reader.Finish();
            Assert.Equal(4, code);
            Assert.Contains("the producer has died", errors);
        }

        using Tool remove = new("ringctl", "rm", ring);
        Assert.Equal(0, remove.Finish().Code);
    }

    [Fact]
    public void A_ring_that_is_not_there_is_told()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool c = readers.C(ring, "-w", "0");
        using Tool python = readers.Python(ring, "-w", "0");
        Assert.Equal(3, c.Finish().Code);
        Assert.Equal(3, python.Finish().Code);
    }

    // All frames as the two readers print them, after the comparison with each other and with the pixels that our reader pipes.
    private string[] ReadAll(string input, params string[] options)
    {
        string ring = Tool.NewRing();
        string raw = Path.GetTempFileName();
        try
        {
            using Tool producer = new("producer", [input, "--ring", ring, "--wait-readers", "3", "-q", .. options]);
            using Tool c = readers.C(ring, "-o");
            using Tool python = readers.Python(ring, "-o");
            using Tool pipe = new("consumer", "pipe", ring, "--start", "oldest", "--format", "rawvideo", "--allow-size-change", "-q", "-o", raw);
            string output = Output(c);
            Assert.Equal(output, Output(python));
            Output(pipe);
            Assert.Equal(0, producer.Finish().Code);
            string[] lines = output.Split('\n');
            Compare(lines, File.ReadAllBytes(raw));
            return lines;
        }
        finally
        {
            File.Delete(raw);
        }
    }

    private static void Compare(string[] lines, byte[] pixels)
    {
        int position = 0;
        foreach (string line in lines)
        {
            string[] fields = line.Split(' ');
            int width = int.Parse(fields[2], CultureInfo.InvariantCulture);
            int height = int.Parse(fields[3], CultureInfo.InvariantCulture);
            int size = PackedSize(fields[4], width, height);
            Assert.Equal(fields[5], Crc32.Compute(pixels.AsSpan(position, size)).ToString("x8", CultureInfo.InvariantCulture));
            position += size;
        }

        Assert.Equal(pixels.Length, position);
    }

    private static int PackedSize(string format, int width, int height) => format switch
    {
        "YU12" or "NV12" => (width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2)),
        "YUYV" => (width + 1) / 2 * 4 * height,
        "RGB3" => width * 3 * height,
        _ => width * height,
    };

    private static bool CanDecode() => Directory.Exists("/usr/lib") && Directory.EnumerateFiles("/usr/lib", "libavcodec.so.59*", SearchOption.AllDirectories).Any();

    private static string Output(Tool tool)
    {
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return output.TrimEnd('\n');
    }
}
