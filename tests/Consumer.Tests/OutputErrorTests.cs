namespace FrameRing.Consumer.Tests;

/// <summary>Where the output cannot be written: a sentence and exit code 1, and the producer goes on.</summary>
public class OutputErrorTests
{
    [Theory]
    [InlineData("framemd5")]
    [InlineData("pipe")]
    public void A_full_disk(string command)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "--ring", ring, "-q", "--json");
        using Tool full = new("consumer", command, ring, "-o", "/dev/full");
        (int code, _, string errors) = full.Finish();
        Assert.Equal(1, code);
        Assert.Contains("Cannot write '/dev/full': No space left on device", errors);
        Assert.DoesNotContain("   at ", errors);
        using Tool other = new("consumer", command, ring, "-o", "/dev/null", "-n", "5", "-q");
        Assert.Equal(0, other.Finish().Code);
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Theory]
    [InlineData("framemd5", "/proc/version/hashes")]
    [InlineData("pipe", "/no/such/folder/picture.y4m")]
    [InlineData("framemd5", "/")]
    public void A_place_that_takes_no_file(string command, string file)
    {
        using Tool tool = new("consumer", command, "x", "-o", file);
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.Contains($"Cannot write '{file}'", errors);
        Assert.DoesNotContain("   at ", errors);
    }
}
