namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Whether the producer lives: the reader in C asks as the library does.</summary>
public sealed class CReaderLivenessTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    [Theory]
    [InlineData("value-by-hand")]
    [InlineData("first-thread-over")]
    public void A_living_producer_is_not_taken_for_dead(string kind)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "changing a page needs root");
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@60", "--ring", ring, "-q");
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        using Tool forge = readers.Forge(ring, kind);
        using Tool own = new("consumer", "framemd5", ring, "-n", "5", "--wait", "0");
        (int expected, _, string errors) = own.Finish();
        Assert.True(expected == 0, errors);
        using Tool reader = readers.C(ring, "-n", "5", "-w", "0");
        (int code, string output, errors) = reader.Finish();
        Assert.True(code == expected, errors);
        Assert.Equal(5, output.TrimEnd().Split('\n').Length);
        forge.AskToEnd();
        Assert.Equal(0, forge.Finish().Code);
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }
}
