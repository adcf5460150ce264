using System.Text.Json;

namespace FrameRing.Camera.Tests;

/// <summary>The tools themselves, as processes, on a camera.</summary>
[Collection(VividCollection.Name)]
public class ToolTests : CameraTests
{
    private static readonly string[] s_camera = [Vivid.All, "--input-format", "nv12", "--video-size", "640x360", "--framerate", "15", "--channel", "0"];

    [Fact]
    public void Two_consumers_at_once_get_right_pictures()
    {
        byte[] expected = Vivid.Picture(Vivid.All, "NV12", 640, 360);
        string ring = Tool.NewRing();
        string folder = Directory.CreateTempSubdirectory("framering-camera-").FullName;
        try
        {
            using Tool producer = new("producer", [.. s_camera, "--ring", ring, "--slots", "24", "--wait-readers", "2", "-n", "12", "--json", "--linger", "10"]);
            using Tool hashes = new("consumer", "framemd5", ring, "--start", "oldest");
            using Tool thumbnails = new("consumer", "thumbnails", ring, "--start", "oldest", "-o", folder, "--nth", "4", "-s", "0", "--format", "png");
            (int code, string output, string errors) = hashes.Finish();
            Assert.True(code == 0, errors);
            (code, _, errors) = thumbnails.Finish();
            Assert.True(code == 0, errors);
            (code, string json, errors) = producer.Finish();
            Assert.True(code == 0, errors);

            string hash = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(expected));
            string[] frames = [.. output.Split('\n').Where(line => line.StartsWith("0, ", StringComparison.Ordinal))];
            Assert.Equal(12, frames.Length);
            Assert.All(frames, line => Assert.EndsWith(hash, line, StringComparison.Ordinal));

            string raw = Path.Combine(folder, "expected.raw");
            File.WriteAllBytes(raw, expected);
            string[] pictures = Directory.GetFiles(folder, "*.png");
            Assert.NotEmpty(pictures);
            foreach (string picture in pictures)
            {
                Assert.InRange(Difference(raw, picture), 45, double.PositiveInfinity);
            }

            using JsonDocument document = JsonDocument.Parse(json);
            Assert.Equal(12, document.RootElement.GetProperty("direct").GetInt32());
            Assert.Equal(0, document.RootElement.GetProperty("copies_per_frame").GetDouble());
            Assert.Equal(0, document.RootElement.GetProperty("dropped").GetInt32());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void A_producer_that_is_killed_is_followed_by_the_next_one()
    {
        byte[] expected = Vivid.Picture(Vivid.All, "NV12", 640, 360);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(expected));
        string ring = Tool.NewRing();
        using Tool consumer = new("consumer", "framemd5", ring, "--follow", "--wait", "30", "-n", "30");
        using Tool first = new("producer", [.. s_camera, "--ring", ring]);
        consumer.WaitForOutput("0, ");
        first.Kill();
        consumer.WaitForError("the producer has died");

        // The kernel has closed the camera: another program can set its format again.
        using Tool second = new("producer", [.. s_camera, "--ring", ring, "-q"]);
        (int code, string output, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        string[] frames = [.. output.Split('\n').Where(line => line.StartsWith("0, ", StringComparison.Ordinal))];
        Assert.Equal(30, frames.Length);
        Assert.All(frames, line => Assert.EndsWith(hash, line, StringComparison.Ordinal));
        second.AskToEnd();
        (code, _, errors) = second.Finish();
        Assert.True(code == 0, errors);
    }

    [Fact]
    public void The_sample_gets_buffers_of_the_size_that_was_agreed_on()
    {
        using Tool sample = Tool.Start(Tool.PathOf("samples", "HelloCamera", "bin", "Release", "net10.0", "HelloCamera"), TimeSpan.FromSeconds(60), Vivid.All, "5");
        (int code, string output, string errors) = sample.Finish();
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal("YUYV 640x480", lines[0]);
        Assert.Equal(6, lines.Length);
        Assert.All(lines[1..], line => Assert.EndsWith(": 614400 bytes", line, StringComparison.Ordinal));
    }

    [Fact]
    public void All_options_of_a_stream_in_their_other_spellings()
    {
        string ring = Tool.NewRing();
        using Tool producer = new(
            "producer", "-f", "v4l2", "-d", Vivid.All, "-pixel_format", "yuyv422", "-video_size", "320x180", "-framerate", "30000/1001", "-channel", "0", "-c", "contrast=90",
            "--device-timeout", "3", "--device-error-delay", "100ms", "--ring", ring, "--wait-readers", "1", "-b", "16", "-n", "5", "--json");
        using Tool consumer = new("consumer", "framemd5", ring, "--start", "oldest");
        (int code, string output, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(5, output.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
        (code, _, errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("YUYV 320x180", errors, StringComparison.Ordinal);
        Assert.Contains("16 slots", errors, StringComparison.Ordinal);
        Vivid.Control(Vivid.All, "contrast=128");
    }

    [Fact]
    public void Without_reconnection_producer_and_consumer_end_with_an_error()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", [.. s_camera, "--ring", ring, "--reconnect", "off"]);
        using Tool consumer = new("consumer", "framemd5", ring, "--wait", "30");
        consumer.WaitForOutput("0, ");
        Vivid.Control(Vivid.All, "disconnect=1");
        (int code, _, string errors) = consumer.Finish();
        Assert.Equal(4, code);
        Assert.Contains("ended because its source failed", errors, StringComparison.Ordinal);
        (code, _, errors) = producer.Finish();
        Assert.Equal(1, code);
        Assert.Contains($"The camera '{Vivid.All}' is gone.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("userptr")]
    [InlineData("mmap")]
    public void Latencies_are_shown(string io)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", Vivid.All, "--input-format", "nv12", "--video-size", "640x360", "--framerate", "15", "--channel", "0", "--io", io, "--ring", ring, "--wait-readers", "1", "-n", "60", "--json", "--linger", "10");
        using Tool consumer = new("consumer", "pipe", ring, "--start", "oldest", "--format", "rawvideo", "-o", "/dev/null", "--json");
        (int code, _, string read) = consumer.Finish();
        Assert.True(code == 0, read);
        (code, string published, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        using JsonDocument toPublish = JsonDocument.Parse(published);
        using JsonDocument toRead = JsonDocument.Parse(read);
        double publish = toPublish.RootElement.GetProperty("capture_to_publish_ms").GetProperty("median").GetDouble();
        double consume = toRead.RootElement.GetProperty("capture_to_read_ms").GetProperty("median").GetDouble();
        Assert.InRange(publish, 0.001, 1000);
        Assert.InRange(consume, 0.001, 1000);
        Assert.Equal(io == "mmap" ? 1 : 0, toPublish.RootElement.GetProperty("copies_per_frame").GetDouble());
        TestContext.Current.TestOutputHelper!.WriteLine($"{io}: {published.Trim()}\n{read.Trim()}");
        Console.WriteLine(FormattableString.Invariant($"{io}: capture to publish {toPublish.RootElement.GetProperty("capture_to_publish_ms")}, capture to read {toRead.RootElement.GetProperty("capture_to_read_ms")} ms"));
    }

    // PSNR of the luma and chroma together in decibels, as ffmpeg computes it.
    private static double Difference(string raw, string picture)
    {
        using Tool ffmpeg = Tool.Start(
            "/usr/bin/ffmpeg", TimeSpan.FromSeconds(60),
            "-nostdin", "-f", "rawvideo", "-pixel_format", "nv12", "-video_size", "640x360", "-i", raw, "-i", picture, "-lavfi", "[0]scale=in_color_matrix=bt601:in_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24[a];[1]format=rgb24[b];[a][b]psnr", "-f", "null", "-");
        (int code, _, string errors) = ffmpeg.Finish();
        Assert.True(code == 0, errors);
        string average = errors[(errors.LastIndexOf("average:", StringComparison.Ordinal) + "average:".Length)..].Split(' ')[0];
        return average == "inf" ? double.PositiveInfinity : double.Parse(average, System.Globalization.CultureInfo.InvariantCulture);
    }
}
