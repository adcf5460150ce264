namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>A pure reader takes the wake-ups of a ring away, or wakes all the time: the reader in C notices it and keeps up.</summary>
public sealed class CReaderWakeUpTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const int Frames = 300;

    // A busy machine wakes a reader late too, and no defence helps against that. Without the defence no try succeeds.
    private const int Tries = 5;

    [Theory]
    [InlineData("")]
    [InlineData("delay")]
    public void A_reader_whose_wake_ups_are_taken_away_keeps_up(string how) => ReadUntilKeptUp(how);

    [Fact]
    public void A_storm_of_wake_ups_keeps_no_frames_from_a_reader() => ReadUntilKeptUp("wake");

    private void ReadUntilKeptUp(string how)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the attacker becomes another user, which needs root");
        int read = 0;
        for (int i = 0; i < Tries && read * 3 < Frames * 2; i++)
        {
            read = ReadUnderAttack(how);
        }

        // In a slice of 25 ms there are five frames, and two slots: three of five would be lost.
        Assert.True(read * 3 >= Frames * 2, $"{read} of {Frames} frames were read in the last of {Tries} tries");
    }

    private int ReadUnderAttack(string how)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@200", "-n", $"{Frames}", "--slots", "2", "--mode", "0644", "--ring", ring, "-q", "--wait-readers", "2", "--linger", "30");
        using Requeuer attacker = new(readers, ring, how);
        using Tool reader = readers.C(ring, "-o");
        (int code, string output, string errors) = reader.Finish();
        attacker.Finish();
        Assert.True(code == 0, errors);
        return output.TrimEnd().Split('\n').Length;
    }
}
