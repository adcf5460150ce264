namespace FrameRing.EndToEnd.Tests;

/// <summary>What a lossless producer does for consumers that come late, stop, die, or ask the wrong ring.</summary>
public class LosslessTests
{
    private static readonly string[] s_lossless = ["--pace", "max", "--delivery", "lossless", "-q", "--json"];

    [Fact]
    public void Who_joins_later_gets_every_frame_from_then_on()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", ["pattern:320x240@60", "-n", "500", "--slots", "8", "--ring", ring, "--wait-readers", "1", "--reader-timeout", "60", .. s_lossless]);
        using Tool first = new("consumer", "framemd5", ring, "--lossless");
        first.WaitForOutput("0, ");
        first.Signal("STOP");
        using Tool late = new("consumer", "framemd5", ring, "--lossless", "--start", "next", "--json");
        RingState.WaitFor(ring, state => RingState.Holders(state).Count(holder => holder.TryGetProperty("next_wanted", out _)) == 2);
        first.Signal("CONT");
        string[] all = Reference.Hashes(Finish(first));
        (int code, string lines, string errors) = late.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("\"lost\":0,\"overwritten\":0,", errors);
        string[] rest = Reference.Hashes(lines);
        Assert.Equal(500, all.Length);
        Assert.InRange(rest.Length, 400, 499);
        Assert.Equal(all[^rest.Length..], rest);
        Assert.Equal(0, producer.Finish().Code);
    }

    [Fact]
    public void Who_stops_is_waited_for_and_then_left_behind()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "-n", "500", "--slots", "8", "--ring", ring, "--wait-readers", "2", "--reader-timeout", "1",
            "--pace", "max", "--delivery", "lossless", "--json");
        using Tool stopped = new("consumer", "framemd5", ring, "--lossless");
        using Tool other = new("consumer", "framemd5", ring, "--lossless");
        stopped.WaitForOutput("0, ");
        stopped.Signal("STOP");
        string[] all = Reference.Hashes(Finish(other));
        Assert.Equal(500, all.Length);
        (int code, string json, string said) = producer.Finish();
        Assert.Equal(0, code);
        Assert.Contains("\"evicted\":1,", json);
        Assert.Contains("\"dropped\":0,", json);
        Assert.Contains("1 lossless reader has not moved for 1 s and will not be waited for any more", said);
        Assert.Contains("1 lossless reader was not waited for any more", said);
        stopped.Signal("CONT");
        (code, string lines, string errors) = stopped.Finish();
        Assert.Equal(6, code);
        Assert.Contains("waits for this consumer no more", errors);
        Assert.Contains("--reader-timeout", errors);
        string[] begin = Reference.Hashes(lines);
        Assert.Equal(all[..begin.Length], begin);
    }

    [Fact]
    public void Nobody_waits_for_the_dead()
    {
        string ring = Tool.NewRing();

        // Longer than any test may take: only the death itself can make the producer go on.
        using Tool producer = new("producer", ["pattern:320x240@60", "-n", "500", "--slots", "8", "--ring", ring, "--wait-readers", "2", "--reader-timeout", "1000", .. s_lossless]);
        using Tool killed = new("consumer", "framemd5", ring, "--lossless");
        using Tool other = new("consumer", "framemd5", ring, "--lossless");
        killed.WaitForOutput("0, ");
        killed.Kill();
        Assert.Equal(500, Reference.Hashes(Finish(other)).Length);
        (int code, string json, _) = producer.Finish();
        Assert.Equal(0, code);
        Assert.Contains("\"evicted\":0,", json);
    }

    [Fact]
    public void A_stop_ends_a_producer_that_waits()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", ["pattern:320x240@60", "--slots", "8", "--ring", ring, "--wait-readers", "1", "--reader-timeout", "1000", .. s_lossless]);
        using Tool stopped = new("consumer", "framemd5", ring, "--lossless");
        stopped.WaitForOutput("0, ");
        stopped.Signal("STOP");
        producer.Signal("TERM");
        (int code, string json, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("\"evicted\":0,", json);
        stopped.Signal("CONT");
        Assert.Equal(0, stopped.Finish().Code);
    }

    [Theory]
    [InlineData(false, "--lossless", "--delivery lossless")]
    [InlineData(true, "--lossless", "--delivery lossless")]
    [InlineData(false, "--lease", "--leases")]
    public void What_a_ring_does_not_offer_is_said_with_the_remedy(bool hasLeases, string option, string remedy)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", ["pattern:320x240@60", "--ring", ring, "-q", .. hasLeases ? ["--leases", "2"] : Array.Empty<string>()]);
        using Tool consumer = new("consumer", "framemd5", ring, option);
        (int code, string output, string errors) = consumer.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(remedy, errors);
        Assert.Contains($"'{ring}'", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Theory]
    [InlineData("--policy latest", "consumer", "framemd5", "x", "--lossless", "--policy", "latest")]
    [InlineData("--delivery lossless", "producer", "pattern:320x240@30", "--reader-timeout", "5")]
    [InlineData("--leases N", "producer", "pattern:320x240@30", "--lease-timeout", "5")]
    [InlineData("--delivery", "producer", "pattern:320x240@30", "--delivery", "perhaps")]
    [InlineData("--leases", "producer", "pattern:320x240@30", "--leases", "0")]
    public void Options_that_do_not_go_together_are_refused(string part, string tool, params string[] arguments)
    {
        using Tool process = new(tool, arguments);
        (int code, string output, string errors) = process.Finish();
        Assert.Equal(2, code);
        Assert.Contains(part, errors);
        Assert.Empty(output);
    }

    private static string Finish(Tool tool)
    {
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return output;
    }
}
