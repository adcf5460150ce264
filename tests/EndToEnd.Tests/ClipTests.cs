namespace FrameRing.EndToEnd.Tests;

/// <summary>Every clip of samples/media, decoded by us and by ffmpeg, must give the same lines. Played at their own pace, hence slow.</summary>
[Trait("Category", "Slow")]
public class ClipTests
{
    // What a clip must show besides equality: the path its frames take, and whether the ring had to grow.
    public static TheoryData<string, string, int> Clips => new()
    {
        { "scenes.mp4", "direct", 1 },
        { "vfr-odd.mkv", "direct", 1 },
        { "size-change.ts", "direct", 2 },
        { "hevc-10bit.mp4", "direct", 1 },
        { "vp9-altref.webm", "direct", 1 },
        { "rotated.mp4", "direct", 1 },
        { "qtrle.mov", "direct", 1 },
        { "mjpeg-full.avi", "direct", 1 },
        { "av1.mkv", "copied", 1 },
    };

    [Theory]
    [MemberData(nameof(Clips))]
    public void Frames_are_those_that_ffmpeg_decodes(string clip, string path, int generations)
    {
        Reference.SkipWithoutFFmpeg();
        string ring = Tool.NewRing();
        string file = Tool.PathOf("samples", "media", clip);
        using Tool producer = new("producer", file, "--ring", ring, "--wait-readers", "4", "-q", "--json");
        Tool[] consumers = [.. Enumerable.Range(0, 4).Select(_ => new Tool("consumer", "framemd5", ring))];
        string expected = Reference.Lines(Reference.FFmpeg("-noautorotate", "-i", file, "-an", "-autoscale", "0", "-f", "framemd5", "-"));
        foreach (Tool consumer in consumers)
        {
            (int code, string output, string errors) = consumer.Finish();
            consumer.Dispose();
            Assert.True(code == 0, errors);
            Assert.Equal(expected, Reference.Lines(output));
        }

        (int ended, string json, _) = producer.Finish();
        Assert.Equal(0, ended);
        int frames = expected.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal));
        Assert.Contains($"\"{path}\":{frames}", json);
        Assert.Contains($"\"generations\":{generations}", json);
        Assert.Contains("\"dropped\":0", json);
    }
}
