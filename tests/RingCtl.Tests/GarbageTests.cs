using System.Text.Json;
using FrameRing.Inspection;
using FrameRing.Writing;

namespace FrameRing.RingCtl.Tests;

/// <summary>What ringctl gc takes and what it leaves.</summary>
public class GarbageTests
{
    [Fact]
    public void A_dead_ring_is_named_shown_and_removed()
    {
        SkipOutsideOfOwnNamespace();
        string dead = Rings.LeaveDead();
        string live = Tool.NewRing();
        using FrameRingWriter writer = Rings.Create(live, 1);
        Assert.Contains("dead", Line(Run("list"), dead));

        string wouldRemove = Run("gc", "--dry-run");
        Assert.Contains($"would remove {dead} ", wouldRemove);
        Assert.DoesNotContain(live, wouldRemove);
        Assert.True(RingCatalog.TryGet(dead, out _));

        string removed = Run("gc");
        Assert.Contains($"removed {dead} ", removed);
        Assert.DoesNotContain(live, removed);
        Assert.False(RingCatalog.TryGet(dead, out _));
        Assert.True(RingCatalog.TryGet(live, out _));
        Assert.Empty(Run("gc"));
    }

    [Fact]
    public void A_dead_ring_with_a_follower_is_left_to_it()
    {
        SkipOutsideOfOwnNamespace();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@60", "--ring", ring, "-q");
        using Tool follower = new("consumer", "framemd5", ring, "--follow");
        follower.WaitForOutput("0, ");
        producer.Kill();
        follower.WaitForError("waiting for the next one");
        Assert.DoesNotContain(ring, Run("gc", "--dry-run"));
        Assert.DoesNotContain(ring, Run("gc"));
        Assert.Contains("dead", Line(Run("list"), ring));

        follower.AskToEnd();
        Assert.Equal(0, follower.Finish().Code);
        Assert.Contains($"removed {ring} ", Run("gc"));
    }

    [Fact]
    public void Json_lists_what_was_removed()
    {
        SkipOutsideOfOwnNamespace();
        string dead = Rings.LeaveDead();
        foreach (string[] arguments in new string[][] { ["gc", "--dry-run", "--json"], ["gc", "--json"] })
        {
            using JsonDocument rings = JsonDocument.Parse(Run(arguments));
            JsonElement ring = Assert.Single(rings.RootElement.EnumerateArray(), ring => ring.GetProperty("name").GetString() == dead);
            Assert.Equal("dead", ring.GetProperty("state").GetString());
            Assert.False(ring.GetProperty("attached").GetBoolean());
        }

        using JsonDocument none = JsonDocument.Parse(Run("gc", "--json"));
        Assert.Empty(none.RootElement.EnumerateArray());
    }

    // It would remove the rings that the user's own killed producers have left.
    private static void SkipOutsideOfOwnNamespace() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("FRAMERING_TEST_NAMESPACE") == "own",
        "This removes garbage wherever it lies, so it needs a System V namespace of its own, which ./test makes as root.");

    private static string Line(string list, string ring) =>
        Assert.Single(list.Split('\n'), line => line.StartsWith($"{ring} ", StringComparison.Ordinal));

    private static string Run(params string[] arguments)
    {
        using Tool tool = new("ringctl", arguments);
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return output;
    }
}
