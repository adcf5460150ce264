namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>A successor that does not let the follower in: the reader in C ends as consumer does.</summary>
public sealed class CReaderFollowTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    [Theory]
    [InlineData("0600", "1")]
    [InlineData("0644", "1", "--lease")]
    public void A_successor_that_gives_no_permission_is_refused(string mode, string leases, params string[] options)
    {
        readers.SkipUnlessPresent();
        using OtherUser nobody = new();
        string ring = Tool.NewRing();
        string[] ringOptions = ["--ring", ring, "--leases", leases, "-q"];
        using Tool first = new("producer", ["pattern:64x32@60", "--mode", "0644", "--group", $"{OtherUser.Id}", .. ringOptions]);
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        using Tool own = nobody.Run("consumer", ["framemd5", ring, "--follow", .. options]);
        using Tool reader = OtherUser.RunProgram(readers.PathOf("framering-read"), [ring, "--follow", .. options]);
        own.WaitForOutput("0, ");
        reader.WaitForOutput("1");
        first.AskToEnd();
        Assert.Equal(0, first.Finish().Code);
        reader.WaitForError("waiting for the next one");
        own.WaitForError("waiting for the next one");
        using Tool second = new("producer", ["pattern:64x32@60", "--mode", mode, .. ringOptions]);
        (int expected, _, string errors) = own.Finish();
        Assert.True(expected == 1, errors);
        (int code, _, errors) = reader.Finish();
        Assert.Equal(expected, code);
        Assert.Contains(options.Length == 0 ? "--mode and --group" : "may take leases", errors);
    }
}
