using System.Globalization;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>A pure reader of another user, tests/Attackers/requeue.c, takes the wake-ups of the reader in Python away, or sends them late.</summary>
public sealed class PythonReaderWakeUpTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const int Frames = 300;

    // A busy machine wakes a reader late too, and no defence helps against that. Without the defence no try succeeds.
    private const int Tries = 5;

    [Theory]
    [InlineData("")]
    [InlineData("delay")]
    public void It_notices_and_keeps_up(string how)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the attacker becomes another user, which needs root");
        int[] counts = [];
        for (int i = 0; i < Tries && (i == 0 || counts[0] * 3 >= Frames); i++)
        {
            counts = ReadUnderAttack(how);
        }

        // In a slice of 25 ms there are five frames, and two slots: three of five would be lost.
        Assert.True(counts[0] * 3 < Frames, $"{counts[0]} frames of {Frames} lost");
        Assert.True(counts[1] > 0, "no frame was late: the attack did not happen");
    }

    // Frames lost, late wake-ups.
    private int[] ReadUnderAttack(string how)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@200", "-n", $"{Frames}", "--slots", "2", "--ring", ring, "--mode", "0644", "-q", "--wait-readers", "2", "--linger", "5");
        using Requeuer attacker = new(readers, ring, how);
        using Tool reader = ForeignReaders.Code("""
            reader = framering.Reader.attach(sys.argv[2])
            while isinstance(reader.wait(), framering.Frame):
                pass
            print(reader.lost, reader.late_wake_ups)
            """, ring);
        (int code, string output, string errors) = reader.Finish();
        attacker.Finish();
        Assert.True(code == 0, errors);
        return [.. output.Split(' ').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];
    }
}
