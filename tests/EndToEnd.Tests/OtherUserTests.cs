using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests;

/// <summary>What another user of the machine can and cannot do, with a real process of that user.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const string Picture = "pattern:320x240@60";

    private readonly OtherUser _nobody = new();
    private readonly string _ring = Tool.NewRing();

    public void Dispose() => _nobody.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--lease")]
    public void Without_permission_a_ring_cannot_be_read_and_the_option_is_named(params string[] options)
    {
        using Tool producer = Start("0640", "--leases", "1");
        using Tool reader = _nobody.Run("consumer", ["framemd5", _ring, "-n", "1", .. options]);
        (int code, string lines, string errors) = reader.Finish();
        Assert.Equal(1, code);
        Assert.Empty(lines);
        AssertRefused(errors);
        End(producer);
    }

    [Fact]
    public void Who_may_read_as_one_of_all_gets_no_lease()
    {
        using Tool producer = Start("0644", "--leases", "1");
        using Tool reader = _nobody.Run("consumer", "framemd5", _ring, "-n", "1", "--lease");
        (int code, string lines, string errors) = reader.Finish();
        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Contains("only the ring's own user, and its group", errors);
        Assert.Contains("--group", errors);
        AssertOneLine(errors);

        // It is told that there are some.
        using Tool look = _nobody.Run("ringctl", "info", _ring);
        (code, lines, errors) = look.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("not readable for you", Assert.Single(lines.Split('\n'), line => line.StartsWith("leases", StringComparison.Ordinal)));

        // Nor is an entry of the lease table gone for it.
        Assert.Empty(RingState.Holders(RingState.Of(_ring)));
        End(producer);
    }

    [Fact]
    public void A_group_may_lease()
    {
        using Tool producer = Start("0640", "--group", "nogroup", "--leases", "1");
        using Tool reader = _nobody.Run("consumer", "framemd5", _ring, "-n", "5", "--lease");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        End(producer);
    }

    [Fact]
    public void Who_may_read_sees_who_writes()
    {
        using Tool producer = Start("0644");
        using Tool look = _nobody.Run("ringctl", "info", _ring, "--json");
        (int code, string output, string errors) = look.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains($"\"writer_pid\": {producer.Id},", output);
        End(producer);
    }

    [Fact]
    public void A_ring_that_all_may_read_is_read_by_another_user()
    {
        using Tool producer = Start("0644");
        using Tool reader = _nobody.Run("consumer", "framemd5", _ring, "-n", "5");
        (int code, string lines, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(5, lines.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
        End(producer);
    }

    [Fact]
    public void A_group_may_read_and_nobody_else()
    {
        using Tool producer = new("producer", Picture, "--ring", _ring, "--wait-readers", "1", "--mode", "0640", "--group", "nogroup", "-q");
        using Tool reader = _nobody.Run("consumer", "framemd5", _ring, "-n", "5");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        End(producer);
    }

    [Fact]
    public void Another_user_can_neither_remove_nor_take_over_a_ring()
    {
        using Tool producer = Start("0644");
        using Tool remove = _nobody.Run("ringctl", "rm", _ring);
        (int code, _, string errors) = remove.Finish();
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("   at ", errors);
        using Tool second = _nobody.Run("producer", Picture, "--ring", _ring, "-n", "5");
        (code, _, errors) = second.Finish();
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", errors);

        // It lives, and gives frames.
        using Tool own = new("consumer", "framemd5", _ring, "-n", "5");
        Assert.Equal(0, own.Finish().Code);
        End(producer);
    }

    [Fact]
    public void A_ring_of_a_stranger_is_not_believed_unless_told_to()
    {
        using Tool producer = _nobody.Run("producer", Picture, "--ring", _ring, "--mode", "0644", "--wait-readers", "1", "-q");
        using Tool careful = new("consumer", "framemd5", _ring, "-n", "5");
        (int code, string lines, string errors) = careful.Finish();
        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Contains($"user {OtherUser.Id}", errors);
        Assert.Contains($"--owner {OtherUser.Id}", errors);
        AssertOneLine(errors);
        using Tool third = _nobody.RunAs(OtherUser.ThirdId, "consumer", "framemd5", _ring, "-n", "5");
        (code, lines, string same) = third.Finish();
        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Equal(errors, same);
        using Tool trusting = new("consumer", "framemd5", _ring, "-n", "5", "--owner", "nobody");
        (code, _, errors) = trusting.Finish();
        Assert.True(code == 0, errors);
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    // The number of mappings is anybody's who may read, and nobody knows which of them reads.
    [Fact]
    public void Who_may_read_and_does_nothing_holds_a_producer_up_for_its_linger()
    {
        long started = Stopwatch.GetTimestamp();
        using Tool producer = new("producer", Picture, "--ring", _ring, "--mode", "0644", "-n", "5", "--pace", "max", "--wait-readers", "1", "--linger", "3", "--json");
        using Tool idle = _nobody.Run("consumer", "framemd5", _ring, "--follow");

        // It has satisfied --wait-readers. From here on it is attached and does nothing.
        idle.WaitForOutput("0, ");
        idle.Signal("STOP");
        (int code, string output, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":5,", output);
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromSeconds(3), "it did not linger");
        Assert.False(idle.HasEndedWithin(TimeSpan.Zero));
        idle.Kill();
    }

    private static void AssertRefused(string errors)
    {
        Assert.Contains("permission", errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--mode", errors);
        AssertOneLine(errors);
    }

    private static void AssertOneLine(string errors) => Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private Tool Start(string mode, params string[] options)
    {
        Tool producer = new("producer", [Picture, "--ring", _ring, "--mode", mode, "-q", "--json", "--linger", "1", .. options]);

        // It is there when somebody can read it.
        using Tool first = new("consumer", "framemd5", _ring, "-n", "1");
        Assert.Equal(0, first.Finish().Code);
        return producer;
    }

    private static void End(Tool producer)
    {
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }
}
