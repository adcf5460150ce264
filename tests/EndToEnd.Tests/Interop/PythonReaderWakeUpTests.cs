using System.Globalization;
using System.Text.Json;

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
        using OtherUser nobody = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-");
        try
        {
            string program = Path.Combine(folder.FullName, "requeue");
            (int code, string output) = ForeignReaders.TryRun("gcc", ["-std=gnu11", "-O2", "-o", program, Tool.PathOf("tests", "Attackers", "requeue.c")])!.Value;
            Assert.True(code == 0, output);
            int[] counts = [];
            for (int i = 0; i < Tries && (i == 0 || counts[0] * 3 >= Frames); i++)
            {
                counts = ReadUnderAttack(folder, program, how);
            }

            // In a slice of 25 ms there are five frames, and two slots: three of five would be lost.
            Assert.True(counts[0] * 3 < Frames, $"{counts[0]} frames of {Frames} lost");
            Assert.True(counts[1] > 0, "no frame was late: the attack did not happen");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Frames lost, late wake-ups.
    private static int[] ReadUnderAttack(DirectoryInfo folder, string program, string how)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@200", "-n", $"{Frames}", "--slots", "2", "--ring", ring, "--mode", "0644", "-q", "--wait-readers", "2", "--linger", "5");
        JsonElement state = RingState.WaitFor(ring, info => info.GetProperty("segment").ValueKind == JsonValueKind.Object);
        int segment = state.GetProperty("segment").GetProperty("id").GetInt32();

        // It ends when its standard input closes, so it holds the other end of that itself.
        string fifo = Path.Combine(folder.FullName, ring);
        string id = OtherUser.Id.ToString(CultureInfo.InvariantCulture);
        using Tool attacker = PythonReader.Shell($"mkfifo '{fifo}' && exec 3<>'{fifo}' && exec '{program}' {segment} {id} {id} {how} <&3");
        attacker.WaitForOutput("ready");
        using Tool reader = ForeignReaders.Code("""
            reader = framering.Reader.attach(sys.argv[2])
            while isinstance(reader.wait(), framering.Frame):
                pass
            print(reader.lost, getattr(reader, "late_wake_ups", 0))
            """, ring);
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        return [.. output.Split(' ').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];
    }
}
