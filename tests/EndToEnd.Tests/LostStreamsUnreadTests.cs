namespace FrameRing.EndToEnd.Tests;

/// <summary>Tools whose standard error or output is full and read by nobody go on with their work and hear a signal.</summary>
public sealed class LostStreamsUnreadTests : IDisposable
{
    private const int Output = 1;
    private const int Errors = 2;
    private const ulong ManyFrames = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");
    private readonly string _ring = Tool.NewRing();

    public static TheoryData<string> Kinds => UnreadStream.Kinds;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("console")]
    public void A_producer_whose_errors_nobody_reads_publishes_and_ends(string kind)
    {
        using Tool producer = UnreadStream.Start(kind, Errors, [Tool.Locate("producer"), .. Endless, "--stats"]);
        PublishAndEnd(producer);
    }

    [Fact]
    public void A_producer_goes_on_telling_when_somebody_reads_again()
    {
        string fifo = Path.Combine(_folder.FullName, "fifo");
        string script = $"""
            mkfifo '{fifo}' && exec 3<>'{fifo}'
            dd if=/dev/zero of='{fifo}' bs=4096 count=1000 oflag=nonblock 2> /dev/null
            exec '{Tool.Locate("producer")}' {string.Join(' ', Endless)} --stats 2> '{fifo}'
            """;
        using Tool producer = Tool.Start("/bin/sh", TimeSpan.FromSeconds(30), "-c", script);
        RingState.WaitFor(_ring, static ring => RingState.Head(ring) > ManyFrames);

        // The tool holds the pipe's other end too, so it ends with the tool, at the latest by the watchdog.
        using StreamReader reader = new(fifo);
        string? line = reader.ReadLine();
        while (line is not null && !line.Contains("published", StringComparison.Ordinal))
        {
            line = reader.ReadLine();
        }

        Assert.NotNull(line);
        End(producer);
    }

    // They are root's, so they cannot be opened once more.
    [Theory]
    [InlineData("pipe")]
    [InlineData("terminal")]
    public void A_producer_whose_errors_go_to_another_users_full_pipe_or_terminal_publishes_and_ends(string kind)
    {
        using OtherUser nobody = new();
        using Tool producer = UnreadStream.Start(kind, Errors, nobody.Command("producer", [.. Endless, "--stats", "--mode", "0644"]));
        PublishAndEnd(producer);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("console")]
    public void A_consumer_whose_errors_nobody_reads_reads_and_ends(string kind)
    {
        using Tool producer = StartRing();
        string pictures = Path.Combine(_folder.FullName, "pictures");
        foreach (string[] command in new string[][] { ["framemd5", _ring], ["thumbnails", _ring, "-o", pictures, "--interval", "20ms"] })
        {
            using Tool consumer = UnreadStream.Start(kind, Errors, [Tool.Locate("consumer"), .. command]);
            RingState.WaitFor(_ring, static ring => RingState.Readers(ring) > 0);
            consumer.AskToEnd();
            AssertEnded(0, consumer);
        }

        Assert.NotEmpty(Directory.GetFiles(pictures));
        End(producer);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_consumer_whose_output_nobody_reads_ends(string kind)
    {
        using Tool producer = StartRing();
        using Tool consumer = UnreadStream.Start(kind, Output, Tool.Locate("consumer"), "framemd5", _ring);
        RingState.WaitFor(_ring, static ring => RingState.Readers(ring) > 0);
        consumer.AskToEnd();
        AssertEnded(0, consumer);
        End(producer);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_producer_whose_summary_nobody_reads_ends_by_one_signal(string kind)
    {
        using Tool producer = UnreadStream.Start(kind, Output, [Tool.Locate("producer"), .. Endless, "--json"]);
        RingState.WaitFor(_ring, static ring => RingState.Head(ring) > 1);
        AssertEndsWithoutSummary(producer);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_producer_that_waits_with_its_summary_ends_by_one_signal(string kind)
    {
        using Tool producer = UnreadStream.Start(kind, Output, [Tool.Locate("producer"), .. Endless, "--json", "-n", "3"]);
        producer.WaitForError("copies per frame");
        AssertEndsWithoutSummary(producer);
    }

    private string[] Endless => ["pattern:64x32@100", "--ring", _ring];

    private Tool StartRing()
    {
        Tool producer = new("producer", Endless);
        producer.WaitForError("slots of");
        return producer;
    }

    private void PublishAndEnd(Tool producer)
    {
        RingState.WaitFor(_ring, static ring => RingState.Head(ring) > ManyFrames);
        End(producer);
    }

    private void End(Tool producer)
    {
        producer.AskToEnd();
        AssertEnded(0, producer);
        AssertNoRing();
    }

    private void AssertEndsWithoutSummary(Tool producer)
    {
        producer.AskToEnd();
        Assert.Contains("Cannot write standard output: nobody reads it", AssertEnded(1, producer));
        AssertNoRing();
    }

    private static string AssertEnded(int expected, Tool tool)
    {
        (int code, _, string errors) = tool.Finish();
        Assert.True(code == expected, $"{code}: {errors}");
        return errors;
    }

    private void AssertNoRing()
    {
        using Tool look = new("ringctl", "info", _ring);
        Assert.Equal(3, look.Finish().Code);
    }
}
