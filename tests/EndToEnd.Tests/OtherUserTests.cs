namespace FrameRing.EndToEnd.Tests;

/// <summary>What another user of the machine can and cannot do, with a real process of that user.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const string Picture = "pattern:320x240@60";

    private readonly OtherUser _nobody = new();
    private readonly string _ring = Tool.NewRing();

    public void Dispose() => _nobody.Dispose();

    [Fact]
    public void Without_permission_a_ring_cannot_be_read_and_the_owner_is_named()
    {
        using Tool producer = Start("0640");
        using Tool reader = _nobody.Run("consumer", "framemd5", _ring, "-n", "1");
        (int code, string lines, string errors) = reader.Finish();
        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Contains("permission", errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--mode", errors);
        Assert.DoesNotContain("   at ", errors);
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
        using Tool trusting = new("consumer", "framemd5", _ring, "-n", "5", "--owner", "nobody");
        (code, _, errors) = trusting.Finish();
        Assert.True(code == 0, errors);
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    private Tool Start(string mode)
    {
        Tool producer = new("producer", Picture, "--ring", _ring, "--mode", mode, "-q", "--json", "--linger", "1");

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
