using System.Globalization;
using System.Text.RegularExpressions;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Every clip as fast as it can be decoded, through the fewest slots there may be, to consumers of different speed: nobody misses a frame.</summary>
[Trait("Category", "Slow")]
public partial class LosslessClipTests(ITestOutputHelper output)
{
    public static TheoryData<string, int, string> Clips
    {
        get
        {
            TheoryData<string, int, string> data = [];
            foreach (string clip in new[] { "scenes.mp4", "vfr-odd.mkv", "size-change.ts", "hevc-10bit.mp4", "vp9-altref.webm", "rotated.mp4", "qtrle.mov", "mjpeg-full.avi", "av1.mkv" })
            {
                data.Add(clip, 1, clip == "av1.mkv" ? "copied" : "direct");
                data.Add(clip, 2, clip == "av1.mkv" ? "copied" : "direct");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Nobody_misses_a_frame_whoever_is_slow(string clip, int threads, string path)
    {
        Reference.SkipWithoutFFmpeg();
        string file = Tool.PathOf("samples", "media", clip);
        string expected = Reference.Lines(Reference.FFmpeg("-noautorotate", "-i", file, "-an", "-autoscale", "0", "-f", "framemd5", "-"));
        int frames = Reference.Frames(expected).Length;
        string ring = Tool.NewRing();
        string[] input = [file, "--threads", $"{threads}", "--pace", "max", "--delivery", "lossless", "--leases", "1"];
        int slots = FewestSlots(input);
        using Tool producer = new("producer", [.. input, "--slots", $"{slots}", "--ring", ring, "--wait-readers", "3", "-q", "--json"]);
        using Tool pure = new("consumer", "framemd5", ring, "--start", "oldest");
        RingState.WaitFor(ring, state => RingState.Readers(state) == 1);
        using Tool slow = new("consumer", "framemd5", ring, "--lossless", "--json");
        using Tool first = new("consumer", "framemd5", ring, "--lossless", "--json");
        using Tool second = new("consumer", "framemd5", ring, "--lossless", "--json");
        slow.WaitForOutput("0, ");
        for (int stop = 0; stop < 3; stop++)
        {
            slow.SignalIfRunning("STOP");
            using (Tool look = new("ringctl", "list"))
            {
                look.Finish();
            }

            slow.SignalIfRunning("CONT");
        }

        foreach (Tool consumer in new[] { slow, first, second })
        {
            (int code, string lines, string errors) = consumer.Finish();
            Assert.True(code == 0, errors);
            Assert.Equal(expected, Reference.Lines(lines));
            Assert.Contains("\"lost\":0,\"overwritten\":0,", errors);
        }

        (int ended, string json, string said) = producer.Finish();
        Assert.True(ended == 0, said);
        output.WriteLine($"{slots} slots: {json}");
        Assert.Contains($"\"{path}\":{frames},", json);
        Assert.Contains("\"dropped\":0,", json);
        Assert.Contains("\"evicted\":0,", json);

        // It may have come too late for some, but what it has seen are frames of the clip, in their order.
        (int pureCode, string seen, string pureErrors) = pure.Finish();
        Assert.True(pureCode == 0, pureErrors);
        Assert.True(Reference.IsPartOf(Reference.Hashes(seen), Reference.Hashes(expected)), seen);
    }

    private static int FewestSlots(string[] input)
    {
        using Tool refused = new("producer", [.. input, "--slots", "2"]);
        (int code, _, string errors) = refused.Finish();
        Assert.Equal(2, code);
        return int.Parse(Fewest().Match(errors).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("at least ([0-9]+)")]
    private static partial Regex Fewest();
}
