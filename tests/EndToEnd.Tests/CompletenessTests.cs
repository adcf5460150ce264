namespace FrameRing.EndToEnd.Tests;

/// <summary>Exit codes of consumers that must get every frame.</summary>
public class CompletenessTests
{
    [Fact]
    public void A_strict_consumer_that_keeps_up_ends_with_0_from_the_default_start_on()
    {
        // A rate that a busy machine keeps up with too; that the margin at the start is there, OldestStartTests of the library prove without a clock.
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:640x360@15", "--ring", ring, "-q");
        using Tool full = new("consumer", "framemd5", ring, "--start", "next", "-n", "40", "-q", "-o", "/dev/null");
        Assert.Equal(0, full.Finish().Code);
        for (int run = 0; run < 10; run++)
        {
            using Tool strict = new("consumer", "framemd5", ring, "--strict", "-n", "20", "-o", "/dev/null");
            (int code, _, string errors) = strict.Finish();
            Assert.True(code == 0, $"run {run}, {code}: {errors}");
        }

        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Fact]
    public void A_lossless_consumer_that_has_lost_frames_ends_with_6()
    {
        // It waits at the end of the first ring, stopped, while the frames of the next one come and go.
        string ring = Tool.NewRing();
        using Tool first = new("producer", "pattern:64x64@100", "--ring", ring, "-n", "5", "--delivery", "lossless", "--wait-readers", "1", "-q");
        using Tool consumer = new("consumer", "framemd5", ring, "--lossless", "--follow", "--start", "oldest", "-n", "6");
        consumer.WaitForError("waiting for the next one");
        Assert.Equal(0, first.Finish().Code);
        consumer.Signal("STOP");
        using Tool second = new("producer", "pattern:64x64@100", "--ring", ring, "--delivery", "lossless", "-q");
        using Tool other = new("consumer", "framemd5", ring, "--start", "next", "-n", "100", "-q", "-o", "/dev/null");
        Assert.Equal(0, other.Finish().Code);
        consumer.Signal("CONT");
        (int code, _, string errors) = consumer.Finish();
        Assert.True(code == 6, $"{code}: {errors}");
        second.AskToEnd();
        Assert.Equal(0, second.Finish().Code);
    }

    [Theory]
    [InlineData("0666", "everybody write frames")]
    [InlineData("0660", "the group write frames")]
    [InlineData("0755", "execute")]
    [InlineData("0240", "the owner read and write")]
    public void A_mode_that_lets_others_write_is_refused(string mode, string reason)
    {
        using Tool producer = new("producer", "pattern:64x64@30", "--ring", Tool.NewRing(), "--mode", mode, "-n", "1");
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(2, code);
        Assert.Contains("--mode", errors);
        Assert.Contains(reason, errors);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
