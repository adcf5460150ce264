using System.Globalization;
using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>However a run ends, the last cue of its sprite track ends with the last frame that was seen.</summary>
public sealed class SpriteEndTests : IDisposable
{
    private const int Rate = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData("the producer is killed", 4)]
    [InlineData("the producer is stopped", 0)]
    [InlineData("the consumer is stopped", 0)]
    public void The_last_cue_ends_with_the_last_frame(string how, int expected)
    {
        string ring = Tool.NewRing();
        string track = Path.Combine(_folder.FullName, "thumbnails.vtt");
        using Tool producer = new("producer", $"pattern:320x240@{Rate}", "--ring", ring, "--wait-readers", "1", "--delivery", "lossless", "-q");
        using Tool consumer = new("consumer", "thumbnails", ring, "--lossless", "--start", "oldest", "-o", _folder.FullName, "--interval", "0.37", "--sprites", "2x1", "--json", "-q");

        // Once the first sheet is there, two pictures are made.
        string sheet = Path.Combine(_folder.FullName, "sprites-0001.jpg");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(sheet), TimeSpan.FromSeconds(60)));
        (how == "the consumer is stopped" ? consumer : producer).Signal(how == "the producer is killed" ? "KILL" : "TERM");
        (int code, _, string json) = consumer.Finish();
        Assert.True(code == expected, json);
        long frames = JsonDocument.Parse(json).RootElement.GetProperty("frames").GetInt64();
        string last = File.ReadLines(track).Last(line => line.Contains("-->", StringComparison.Ordinal));
        TimeSpan end = TimeSpan.Parse(last.Split(' ')[^1], CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromMilliseconds(frames * 1000 / Rate), end);
        if (how == "the producer is killed")
        {
            // What a dead producer leaves stays until somebody removes it.
            using Tool remove = new("ringctl", "rm", ring);
            Assert.Equal(0, remove.Finish().Code);
        }
    }

    [Fact]
    public void A_change_of_size_ends_no_track()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", Tool.PathOf("samples", "media", "size-change.ts"), "--ring", ring, "--pace", "max", "--wait-readers", "1", "--delivery", "lossless", "-q");
        using Tool consumer = new("consumer", "thumbnails", ring, "--lossless", "--start", "oldest", "-o", _folder.FullName, "--interval", "0.8", "--sprites", "2x1");
        (int code, _, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        string[] cues = [.. File.ReadLines(Path.Combine(_folder.FullName, "thumbnails.vtt")).Where(line => line.Contains("-->", StringComparison.Ordinal))];
        Assert.Equal(["00:00:00.000 --> 00:00:00.800", "00:00:00.800 --> 00:00:01.600", "00:00:01.600 --> 00:00:02.400", "00:00:02.400 --> 00:00:03.000"], cues);
    }
}
