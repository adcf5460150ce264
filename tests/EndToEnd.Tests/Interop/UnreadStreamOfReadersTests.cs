namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Readers in C and Python whose standard error or output is full and read by nobody: as the tools, see <see cref="LostStreamsUnreadTests"/>.</summary>
public sealed class UnreadStreamOfReadersTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const int Output = 1;
    private const int Errors = 2;

    public static TheoryData<string, string> Kinds
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string language in (string[])[ForeignReaders.InC, ForeignReaders.InPython])
            {
                foreach (string kind in (string[])["pipe", "socket", "terminal"])
                {
                    rows.Add(language, kind);
                }
            }

            return rows;
        }
    }

    // It says on standard error that it waits for the next producer.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_whose_errors_nobody_reads_goes_on(string language, string kind)
    {
        string ring = Tool.NewRing();
        string[] producing = ["pattern:64x32@100", "--ring", ring, "-n", "5", "--wait-readers", "1", "-q"];
        using Tool reader = UnreadStream.Start(kind, Errors, readers.Command(language, ring, "-o", "--follow", "-n", "10"));
        for (int i = 0; i < 2; i++)
        {
            using Tool producer = new("producer", producing);
            Assert.Equal(0, producer.Finish().Code);
        }

        (int code, string output, _) = reader.Finish();
        Assert.Equal((0, 10), (code, output.TrimEnd().Split('\n').Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_whose_output_nobody_reads_hears_a_signal(string language, string kind)
    {
        IgnoredSignals.SkipIfAny(StopSignal.Term);
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@100", "--ring", ring, "-q");
        using Tool reader = UnreadStream.Start(kind, Output, readers.Command(language, ring));
        RingState.WaitFor(ring, state => RingState.Readers(state) == 1);
        reader.Signal("TERM");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
    }
}
