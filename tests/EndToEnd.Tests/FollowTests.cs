using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>A killed producer, its successor, and consumers of every kind that stay.</summary>
public class FollowTests
{
    private const string Waiting = "the producer has died; waiting for the next one";

    [Theory]
    [InlineData("live", "pattern:320x240@120", true)]
    [InlineData("lossless", "pattern:320x240@120", true)]
    [InlineData("live", "pattern:640x480@120", false)]
    [InlineData("lossless", "pattern:640x480@120", false)]
    public void Followers_go_on_with_the_next_producer(string delivery, string next, bool isAdopted)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-test-");
        try
        {
            string ring = Tool.NewRing();
            string[] kind = delivery == "lossless" ? ["--lossless", "--follow"] : ["--follow"];
            string[] ringOptions = ["--ring", ring, "--delivery", delivery, "--leases", "2", "-q"];
            using Tool first = new("producer", ["pattern:320x240@60", "--wait-readers", "6", .. ringOptions]);
            Tool[] speaking = Consumers(ring, folder, "said", [.. kind, "-n", "200"]);
            Tool[] counting = Consumers(ring, folder, "counted", [.. kind, "-n", "200", "--json"]);
            speaking[0].WaitForOutput("0, ");
            counting[0].WaitForOutput("0, ");
            first.Kill();
            foreach (Tool consumer in speaking)
            {
                consumer.WaitForError(Waiting);
            }

            JsonElement dead = RingState.Of(ring);
            Assert.Equal("dead", dead.GetProperty("state").GetString());
            (ulong generation, ulong head) = (RingState.Generation(dead), RingState.Head(dead));
            using Tool second = new("producer", [next, .. ringOptions]);
            JsonElement alive = RingState.WaitFor(ring, state => state.GetProperty("state").GetString() == "live" && RingState.Head(state) > head);
            Assert.Equal(isAdopted, RingState.Generation(alive) == generation);
            foreach (Tool consumer in speaking)
            {
                (int code, _, string errors) = consumer.Finish();
                consumer.Dispose();
                Assert.True(code == 0, errors);
            }

            foreach (Tool consumer in counting)
            {
                (int code, _, string errors) = consumer.Finish();
                consumer.Dispose();
                Assert.True(code == 0, errors);
                Assert.Contains("\"frames\":200,", errors);
                Assert.Contains("\"writer_changes\":1,", errors);
                Assert.Contains($"\"generation_changes\":{(isAdopted ? 0 : 1)},", errors);
                Assert.True(delivery == "live" || errors.Contains("\"lost\":0,", StringComparison.Ordinal), errors);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Tool[] Consumers(string ring, DirectoryInfo folder, string name, string[] options) =>
    [
        new("consumer", ["framemd5", ring, .. options]),
        new("consumer", ["thumbnails", ring, "--nth", "20", "-o", Path.Combine(folder.FullName, name), .. options]),
        new("consumer", ["pipe", ring, "--format", "rawvideo", "--allow-size-change", "-o", Path.Combine(folder.FullName, $"{name}.raw"), .. options]),
    ];
}
