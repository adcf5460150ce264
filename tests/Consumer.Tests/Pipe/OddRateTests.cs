namespace FrameRing.Consumer.Tests.Pipe;

/// <summary>A constant rate that hardly anybody wants is told.</summary>
public class OddRateTests
{
    [Theory]
    [InlineData("500", "the frames tell a rate of 500, and so many are written a second (--rate)")]
    [InlineData("100", null)]
    public void A_rate_of_hundreds_is_told(string rate, string? remark)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", $"pattern:64x32@{rate}", "--ring", ring, "-n", "5", "--delivery", "lossless", "--wait-readers", "1", "-q");
        using Tool consumer = new("consumer", "pipe", ring, "-o", "/dev/null", "--lossless", "--start", "oldest", "--wait", "50");
        (int code, _, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(0, producer.Finish().Code);
        Assert.Equal(remark is not null, errors.Contains(remark ?? "tell a rate", StringComparison.OrdinalIgnoreCase));
    }
}
