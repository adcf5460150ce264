using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>A ring whose producer is killed again and again, wherever it is in its work, while consumers stay.</summary>
[Trait("Category", "Slow")]
public class ManyProducersTests(ITestOutputHelper output)
{
    private const int Lives = 12;

    [Fact]
    public void Followers_outlive_a_dozen_producers_and_lose_nothing()
    {
        string ring = Tool.NewRing();
        string[] input = ["pattern:320x240@60", "--pace", "max", "--delivery", "lossless", "--leases", "1", "--slots", "6", "--ring", ring, "-q"];
        using Tool lossless = new("consumer", "framemd5", ring, "--lossless", "--follow", "--vsync", "passthrough", "--json");
        using Tool other = new("consumer", "framemd5", ring, "--lossless", "--lease", "--follow", "--vsync", "passthrough", "--json");
        using Tool pure = new("consumer", "framemd5", ring, "--follow", "--vsync", "passthrough", "--json");
        ulong generation = 0;
        ulong head = 0;
        for (int life = 0; life < Lives; life++)
        {
            using Tool producer = new("producer", [.. input, .. life == 0 ? ["--wait-readers", "2"] : Array.Empty<string>()]);
            JsonElement state = RingState.WaitFor(ring, state => RingState.Head(state) > head + 20 && RingState.Readers(state) == 3);
            generation = life == 0 ? RingState.Generation(state) : generation;
            Assert.Equal(generation, RingState.Generation(state));
            producer.Kill();
            head = RingState.Head(RingState.Of(ring));
        }

        using Tool last = new("producer", [.. input, "-n", "100"]);
        Assert.Equal(0, last.Finish().Code);
        string[][] seen = [.. new[] { lossless, other, pure }.Select(consumer => Finish(consumer, mayLose: consumer == pure))];

        // One ring from the first to the last: numbers go on without a gap, so the last one is how many there were.
        Assert.Equal(head + 100, (ulong)seen[0].Length);
        Assert.Equal(seen[0], seen[1]);
        Assert.True(Reference.IsPartOf(seen[2], seen[0]));

        // The picture of a number is the same whoever painted it.
        Assert.Equal(seen[0].Select(line => line.Split(',')[2]).Distinct().Count(), seen[0].Distinct().Count());
        output.WriteLine($"{Lives} producers were killed; {seen[0].Length} frames, {seen[2].Length} of them seen by the pure reader");
    }

    private static string[] Finish(Tool consumer, bool mayLose)
    {
        consumer.AskToEnd();
        (int code, string lines, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        using JsonDocument summary = JsonDocument.Parse(errors);
        Assert.InRange(summary.RootElement.GetProperty("writer_changes").GetInt32(), 1, Lives);
        Assert.Equal(0, summary.RootElement.GetProperty("generation_changes").GetInt32());
        Assert.True(mayLose || (summary.RootElement.GetProperty("lost").GetInt64() == 0 && summary.RootElement.GetProperty("overwritten").GetInt64() == 0), errors);
        return Reference.Frames(lines);
    }
}
