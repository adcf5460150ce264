using FrameRing.Inspection;
using FrameRing.Writing;

namespace FrameRing.RingCtl.Tests;

public class RemoveTests
{
    [Fact]
    public void What_a_killed_producer_left_is_shown_and_removed()
    {
        string ring = Rings.LeaveDead();
        (int code, string output, _) = Run("info", ring);
        Assert.Equal(0, code);
        Assert.Contains($"{ring} (dead)", output);
        Assert.Equal((0, string.Empty, string.Empty), Run("rm", ring));
        Assert.False(RingCatalog.TryGet(ring, out _));
        Assert.Equal(3, Run("info", ring).Code);
    }

    [Fact]
    public void A_ring_with_a_living_producer_stays_unless_forced()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Rings.Create(ring, 1);
        (int code, _, string errors) = Run("rm", ring);
        Assert.Equal(1, code);
        Assert.Contains("living producer", errors);
        Assert.Contains("--force", errors);
        Assert.True(RingCatalog.TryGet(ring, out _));
        Assert.Equal(0, Run("rm", ring, "--force").Code);
        Assert.False(RingCatalog.TryGet(ring, out _));
    }

    [Theory]
    [InlineData(3, "no ring", "rm", "no-such-ring")]
    [InlineData(3, "no ring", "info", "no-such-ring")]
    [InlineData(2, "--help", "rm")]
    [InlineData(2, "--help", "list", "surplus")]
    [InlineData(2, "--help", "nonsense")]
    public void Bad_input_gets_a_sentence_and_an_exit_code(int expected, string part, params string[] arguments)
    {
        (int code, string output, string errors) = Run(arguments);
        Assert.Equal(expected, code);
        Assert.Contains(part, errors);
        Assert.Empty(output);
        Assert.DoesNotContain("   at ", errors);
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Tool tool = new("ringctl", arguments);
        return tool.Finish();
    }
}
