namespace FrameRing.EndToEnd.Tests;

/// <summary><c>--wait-readers</c>: who waits for whom is said.</summary>
public class WaitReadersTests
{
    [Fact]
    public void A_lossless_producer_names_the_readers_that_do_not_count()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@30", "--ring", ring, "--delivery", "lossless", "--wait-readers", "2", "-n", "10", "--pace", "max", "--linger", "5");
        producer.WaitForError("Waiting for 2 lossless readers ...");
        using Tool live = new("consumer", "framemd5", ring);
        producer.WaitForError("Waiting for 2 lossless readers (1 attached reader does not count: start consumers with --lossless) ...");
        using Tool first = new("consumer", "framemd5", ring, "--lossless");
        producer.WaitForError("Waiting for 2 lossless readers: 1 there, 1 missing (1 attached reader does not count: start consumers with --lossless) ...");
        using Tool second = new("consumer", "framemd5", ring, "--lossless");
        Assert.Equal(0, first.Finish().Code);
        Assert.Equal(0, second.Finish().Code);
        Assert.Equal(0, producer.Finish().Code);
    }

    [Fact]
    public void A_live_producer_counts_all_that_are_attached()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@30", "--ring", ring, "--wait-readers", "2", "-n", "10", "--linger", "5");
        producer.WaitForError("Waiting for 2 readers ...");
        using Tool first = new("consumer", "framemd5", ring, "--start", "oldest");
        producer.WaitForError("Waiting for 2 readers: 1 there, 1 missing ...");
        using Tool second = new("consumer", "framemd5", ring, "--start", "oldest");
        Assert.Equal(0, second.Finish().Code);
        (int code, _, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("10 frames in", errors);
    }
}
