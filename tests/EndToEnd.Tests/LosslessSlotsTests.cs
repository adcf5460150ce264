using System.Globalization;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Lossless delivery where the decoder itself needs nearly all slots, or more than there are.</summary>
[Trait("Category", "Slow")]
public class LosslessSlotsTests
{
    private const string ManyReferences = "ref=16:bframes=16:b-pyramid=normal";

    // 16 references and what its level allows: the fewest slots are enough, and no frame is copied for want of one.
    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public void The_fewest_slots_are_enough_for_many_references(string threads) => WithClip(ManyReferences, (file, expected) =>
    {
        // 16 references, one in the making, one for readers, one leased; and one more for each further thread.
        int fewest = 18 + int.Parse(threads, CultureInfo.InvariantCulture);
        (int code, string json, string errors, string[] hashes) = Run(file, "--threads", threads, "--slots", $"{fewest}");
        Assert.True(code == 0, errors);
        Assert.Equal(expected, hashes);
        Assert.Contains("\"copied\":0,", json);
        Assert.Contains("\"dropped\":0,", json);
    });

    // Its level says that one reference is the most there can be, and its decoder holds sixteen.
    [Theory]
    [InlineData("1", 4)]
    [InlineData("4", 7)]
    public void Too_few_slots_for_a_stream_that_lies_end_in_a_sentence(string threads, int slots) => WithClip($"{ManyReferences}:level=10", (file, expected) =>
    {
        (int code, _, string errors, string[] hashes) = Run(file, "--threads", threads, "--slots", $"{slots}");
        Assert.Equal(1, code);
        Assert.Contains("the decoder itself holds them all", errors);
        Assert.Contains("--slots", errors);
        Assert.Equal(expected[..hashes.Length], hashes);

        (code, string json, errors, hashes) = Run(file, "--threads", threads, "--slots", "40");
        Assert.True(code == 0, errors);
        Assert.Equal(expected, hashes);
        Assert.Contains("\"copied\":0,", json);
    });

    private static (int Code, string Json, string Errors, string[] Hashes) Run(string file, params string[] options)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", [file, "--pace", "max", "--delivery", "lossless", "--leases", "1", "--ring", ring, "--wait-readers", "2", "-q", "--json", .. options]);
        using Tool consumer = new("consumer", "framemd5", ring, "--lossless");
        using Tool other = new("consumer", "framemd5", ring, "--lossless");
        string[] hashes = Reference.Hashes(consumer.Finish().Output);
        Assert.Equal(hashes, Reference.Hashes(other.Finish().Output));
        (int code, string json, string errors) = producer.Finish();
        return (code, json, errors, hashes);
    }

    private static void WithClip(string parameters, Action<string, string[]> test)
    {
        Reference.SkipWithoutFFmpeg();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-test-");
        try
        {
            string file = Path.Combine(folder.FullName, "clip.mp4");
            Reference.FFmpeg("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-t", "4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryslow", "-x264-params", parameters, file);
            test(file, Reference.Hashes(Reference.FFmpeg("-i", file, "-f", "framemd5", "-")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
