using System.Security.Cryptography;
using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Consumers that lease each frame while they work on it.</summary>
public class LeaseTests
{
    // So many slots that nothing is overwritten although nothing paces the producer.
    private static readonly string[] s_leases = ["--pace", "max", "--slots", "300", "--leases", "3", "--wait-readers", "3", "-q", "--json"];

    [Fact]
    public void Hashes_of_leased_frames_are_those_that_ffmpeg_computes()
    {
        Reference.SkipWithoutFFmpeg();
        string ring = Tool.NewRing();
        string file = Tool.PathOf("samples", "media", "rotated.mp4");
        using Tool producer = new("producer", [file, "--ring", ring, .. s_leases]);
        Tool[] consumers = [.. Enumerable.Range(0, 3).Select(_ => new Tool("consumer", "framemd5", ring, "--lease", "--json"))];
        string expected = Reference.Lines(Reference.FFmpeg("-noautorotate", "-i", file, "-an", "-f", "framemd5", "-"));
        foreach (Tool consumer in consumers)
        {
            (int code, string lines, string errors) = consumer.Finish();
            consumer.Dispose();
            Assert.True(code == 0, errors);
            Assert.Equal(expected, Reference.Lines(lines));
            Assert.Contains("\"revoked\":0,", errors);
        }

        Assert.Equal(0, producer.Finish().Code);
    }

    [Theory]
    [InlineData("pipe", "--format", "rawvideo", "-o")]
    [InlineData("thumbnails", "--nth", "10", "-o")]
    public void What_is_made_of_leased_frames_is_what_is_made_of_others(string command, params string[] options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-test-");
        try
        {
            string ring = Tool.NewRing();
            string leased = Path.Combine(folder.FullName, "leased");
            string plain = Path.Combine(folder.FullName, "plain");
            using Tool producer = new("producer", [Tool.PathOf("samples", "media", "rotated.mp4"), "--ring", ring, .. s_leases]);
            using Tool first = new("consumer", [command, ring, .. options, leased, "--lease", "--strict"]);
            using Tool second = new("consumer", [command, ring, .. options, plain, "--strict"]);
            using Tool third = new("consumer", "framemd5", ring, "--lease");
            foreach (Tool consumer in new[] { first, second, third })
            {
                (int code, _, string errors) = consumer.Finish();
                Assert.True(code == 0, errors);
            }

            Assert.Equal(0, producer.Finish().Code);
            Assert.NotEmpty(Contents(plain));
            Assert.Equal(Contents(plain), Contents(leased));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Who_stops_with_a_leased_frame_in_hand_stops_nobody()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-test-");
        try
        {
            string ring = Tool.NewRing();
            using Tool producer = new("producer", "pattern:320x240@60", "--leases", "1", "--ring", ring, "-q", "--json");

            // Small frames and pictures that take long to make: nearly always one is in hand.
            using Tool stopped = new("consumer", "thumbnails", ring, "--lease", "--policy", "latest", "--nth", "1", "--size", "2560x1920", "--keep", "1", "-o", folder.FullName);
            RingState.WaitFor(ring, state =>
            {
                stopped.Signal("CONT");
                stopped.Signal("STOP");
                return Leased(RingState.Of(ring)) is not null;
            });
            string? leased = Leased(RingState.Of(ring));
            using Tool other = new("consumer", "framemd5", ring, "-n", "240", "--json");
            (int code, _, string errors) = other.Finish();
            Assert.True(code == 0, errors);
            Assert.Contains("\"frames\":240,", errors);
            Assert.Equal(leased, Leased(RingState.Of(ring)));
            producer.AskToEnd();
            (code, string json, _) = producer.Finish();
            Assert.Equal(0, code);
            Assert.Contains("\"dropped\":0,", json);
            stopped.Signal("CONT");
            Assert.Equal(0, stopped.Finish().Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Leased(JsonElement ring) => RingState.Holders(ring)
        .Select(holder => holder.GetProperty("leased"))
        .Where(leased => leased.GetArrayLength() == 1)
        .Select(leased => leased[0].GetRawText())
        .SingleOrDefault();

    private static string[] Contents(string path) =>
    [
        .. (Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : Enumerable.Repeat(path, 1))
            .Select(file => $"{Path.GetFileName(file).Replace("leased", "plain", StringComparison.Ordinal)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
