using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests;

public class PatternTests
{
    [Fact]
    public void Four_consumers_see_the_same_frames()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@120", "--ring", ring, "-n", "60", "--delivery", "lossless", "--wait-readers", "4", "-q");
        Tool[] consumers = [.. Enumerable.Range(0, 4).Select(_ => new Tool("consumer", "framemd5", ring, "--lossless"))];
        string[] outputs = [.. consumers.Select(Finish)];
        Assert.Equal(0, producer.Finish().Code);
        Assert.Equal(60, outputs[0].Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
        Assert.Single(outputs.Distinct());
    }

    [Theory]
    [InlineData("YU12")]
    [InlineData("NV12")]
    [InlineData("YUYV")]
    [InlineData("RGB3")]
    [InlineData("GREY")]
    public void Hashes_are_those_that_ffmpeg_computes(string format)
    {
        Reference.SkipWithoutFFmpeg();
        string ring = Tool.NewRing();
        string raw = Path.GetTempFileName();
        try
        {
            using Tool producer = new("producer", $"pattern:322x242@60:{format}", "--ring", ring, "-n", "20", "--delivery", "lossless", "--wait-readers", "2", "-q");
            using Tool pipe = new("consumer", "pipe", ring, "--lossless", "--start", "oldest", "--format", "rawvideo", "-o", raw);
            using Tool hashes = new("consumer", "framemd5", ring, "--lossless");
            string ours = Finish(hashes);
            Finish(pipe);
            Assert.Equal(0, producer.Finish().Code);
            string name = format switch { "YU12" => "yuv420p", "YUYV" => "yuyv422", "RGB3" => "rgb24", "GREY" => "gray", _ => "nv12" };
            ProcessStartInfo start = new("ffmpeg", ["-loglevel", "error", "-f", "rawvideo", "-pix_fmt", name, "-video_size", "322x242", "-framerate", "60", "-i", raw, "-f", "framemd5", "-"])
            {
                RedirectStandardOutput = true,
            };
            using Process ffmpeg = Process.Start(start)!;
            string theirs = ffmpeg.StandardOutput.ReadToEnd();
            Assert.Equal(Frames(theirs), Frames(ours));
            Assert.Equal(20, Frames(ours).Length);
        }
        finally
        {
            File.Delete(raw);
        }
    }

    [Fact]
    public void A_killed_producer_is_told_and_a_follower_goes_on_with_the_next()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "--ring", ring, "--wait-readers", "2", "-q");
        using Tool leaver = new("consumer", "framemd5", ring);
        using Tool follower = new("consumer", "framemd5", ring, "--follow", "-n", "40");
        using Tool first = new("consumer", "framemd5", ring, "-n", "10");
        Finish(first);
        producer.Kill();
        (int code, _, string errors) = leaver.Finish();
        Assert.Equal(4, code);
        Assert.Contains("has died", errors);
        using Tool second = new("producer", "pattern:320x240@60", "--ring", ring, "-n", "100", "-q");
        string output = Finish(follower);
        Assert.Equal(40, Frames(output).Length);
        Assert.Equal(0, second.Finish().Code);
    }

    [Theory]
    [InlineData(5, "-frames:v", "5")]
    [InlineData(5, "-t", "0.2")]
    [InlineData(5, "-ss", "5", "-t", "0.2")]
    [InlineData(25, "--seek", "9")]
    [InlineData(3, "-threads", "1", "-c:v", "h264", "-n", "3")]
    public void A_part_of_a_file_has_as_many_frames_as_asked(int frames, params string[] options)
    {
        using Tool producer = new("producer", [Tool.PathOf("samples", "media", "scenes.mp4"), "--ring", Tool.NewRing(), "--pace", "max", "-q", "--json", .. options]);
        (int code, string json, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains($"\"frames\":{frames},", json);
    }

    [Fact]
    public void A_stopped_consumer_stops_nobody()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@120", "--ring", ring, "-n", "240", "--delivery", "lossless", "--wait-readers", "1", "-q", "--json");
        using Tool stopped = new("consumer", "framemd5", ring);
        RingState.WaitFor(ring, state => state.GetProperty("segment") is { ValueKind: System.Text.Json.JsonValueKind.Object } segment && segment.GetProperty("readers").GetInt32() > 0);

        // It gets every frame, so that a busy machine is not taken for a disturbance.
        using Tool other = new("consumer", "framemd5", ring, "--lossless");
        stopped.WaitForOutput("0, ");
        stopped.Signal("STOP");
        Assert.Equal(240, Frames(Finish(other)).Length);
        (int code, string json, _) = producer.Finish();
        Assert.Equal(0, code);
        Assert.Contains("\"frames\":240", json);
        Assert.Contains("\"dropped\":0", json);
    }

    [Theory]
    [InlineData(2, "no pattern", "producer", "pattern:nonsense")]
    [InlineData(2, "--huge", "producer", "pattern:320x240@30", "--huge", "big")]
    [InlineData(2, "Use a whole number, 2 to 65535.", "producer", "pattern:320x240@30", "--slots", "1")]
    [InlineData(2, "no value for --frames", "producer", "pattern:320x240@30", "-n", "-5")]
    [InlineData(2, "no value for --wait-readers", "producer", "pattern:320x240@30", "--wait-readers", "-2")]
    [InlineData(2, "'2147483640' is no value for --leases. Use a whole number, 1 to 65535.", "producer", "pattern:320x240@30", "--leases", "2147483640")]
    [InlineData(2, "--leases 65535 is too many", "producer", "pattern:320x240@30", "--leases", "65535")]
    [InlineData(2, "no name for a ring", "producer", "pattern:320x240@30", "--ring", "a/b")]
    [InlineData(1, "sysctl vm.nr_hugepages", "producer", "pattern:3840x2160@30", "--huge", "require-2M", "--slots", "2000")]
    [InlineData(3, "no ring", "consumer", "framemd5", "no-such-ring", "--wait", "0")]
    [InlineData(1, "Cannot write", "consumer", "framemd5", "x", "-o", "/no/such/folder/file")]
    [InlineData(3, "no ring", "ringctl", "info", "no-such-ring")]
    [InlineData(1, "Open the device '/dev/video4242': there is no such file. 'producer --list-devices' shows the cameras there are.", "producer", "4242")]
    [InlineData(1, "Open the device '/dev/null': it is no V4L2 device", "producer", "-f", "v4l2", "-i", "/dev/null")]
    [InlineData(2, "'12' is no value for --video-size. Write it like 1280x720.", "producer", "0", "-s", "12")]
    [InlineData(2, "'0' is no value for -r. Write it like 30, 29.97 or 30000/1001.", "producer", "0", "-r", "0")]
    [InlineData(2, "'toolong' is no value for --input-format", "producer", "0", "--input-format", "toolong")]
    [InlineData(2, "'brightness' is no value for --set-ctrl. Write it like brightness=128", "producer", "0", "-c", "brightness")]
    [InlineData(2, "'read' is no value for --io. Use one of auto, userptr, mmap.", "producer", "0", "--io", "read")]
    [InlineData(2, "--retry-delay is too short: use 10ms or more.", "producer", "0", "--retry-delay", "0")]
    [InlineData(2, "--retry-delay is about a camera that is waited for", "producer", "0", "--retry-delay", "1", "--reconnect", "off")]
    [InlineData(2, "--io is about cameras, and 'pattern:320x240@1' is none.", "producer", "pattern:320x240@1", "--io", "mmap")]
    [InlineData(2, "--list-ctrls is about cameras, and 'pattern:320x240@1' is none.", "producer", "pattern:320x240@1", "-l")]
    [InlineData(2, "--list-formats shows something and starts no stream, so --video-size means nothing.", "producer", "0", "--list-formats", "-s", "64x64")]
    [InlineData(2, "--seek means nothing for a camera.", "producer", "0", "--seek", "1")]
    [InlineData(2, "--pace means nothing for a camera.", "producer", "0", "--pace", "max")]
    public void Bad_input_gets_a_sentence_and_an_exit_code(int code, string part, string tool, params string[] arguments)
    {
        using Tool process = new(tool, arguments);
        (int found, string output, string errors) = process.Finish();
        Assert.Equal(code, found);
        Assert.Contains(part, errors);
        Assert.Empty(output);
        Assert.DoesNotContain("   at ", errors);
    }

    private static string[] Frames(string text) => [.. text.Split('\n').Where(line => line.StartsWith("0, ", StringComparison.Ordinal))];

    private static string Finish(Tool tool)
    {
        (int code, string output, string errors) = tool.Finish();
        tool.Dispose();
        Assert.True(code == 0, errors);
        return output;
    }
}
