using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests;

/// <summary>
/// Stop signals that come in pairs, as timeout(1), closing terminals and service managers send them: the first asks for a clean end, and the
/// second does not spoil it. A second SIGINT ends at once, and the ring with it.
/// </summary>
public sealed class TwoSignalsTests : IDisposable
{
    private const int Runs = 5;
    private const int SigCont = 18;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(StopSignal.Term, StopSignal.Term)]
    [InlineData(StopSignal.Term, StopSignal.Hup)]
    [InlineData(StopSignal.Int, StopSignal.Term)]
    [InlineData(StopSignal.Term, StopSignal.Int)]
    [InlineData(StopSignal.Hup, SigCont)]
    public void The_second_of_two_signals_spoils_nothing(int first, int second)
    {
        IgnoredSignals.SkipIfAny(first, second);
        for (int run = 0; run < Runs; run++)
        {
            string ring = Tool.NewRing();
            string pictures = Path.Combine(_folder.FullName, $"{run}");
            using Tool producer = new("producer", "pattern:320x240@100", "--ring", ring);
            using Tool consumer = new("consumer", "thumbnails", ring, "-o", pictures, "--interval", "20ms", "--latest", "--sheet", "20x20", "--sprites", "20x20");
            WaitForFile(Path.Combine(pictures, "latest.jpg"));

            Send(consumer, first, second);
            (int code, _, string errors) = consumer.Finish();
            Assert.True(code == 0, $"Run {run}: {code}: {errors}");
            Assert.Matches("pictures? in", errors);
            Assert.True(File.Exists(Path.Combine(pictures, "sheet-0001.jpg")));
            Assert.Contains("-->", File.ReadAllText(Path.Combine(pictures, "thumbnails.vtt")));

            Send(producer, first, second);
            (code, _, errors) = producer.Finish();
            Assert.True(code == 0, $"Run {run}: {code}: {errors}");
            Assert.Contains("copies per frame", errors);
            AssertGone(ring);
        }
    }

    // The output is opened under the same signals as the work, and neither may take the other's for a second one.
    [Theory]
    [InlineData("framemd5")]
    [InlineData("pipe")]
    public void One_signal_ends_a_consumer_that_writes_a_file(string command)
    {
        string ring = Tool.NewRing();
        string file = Path.Combine(_folder.FullName, "output");
        using Tool producer = new("producer", "pattern:320x240@100", "--ring", ring);
        using Tool consumer = Tool.Start(Tool.Locate("consumer"), TimeSpan.FromSeconds(9), command, ring, "-o", file);
        WaitForFile(file);
        Send(consumer, StopSignal.Term);
        (int code, _, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        Send(producer, StopSignal.Term);
        Assert.Equal(0, producer.Finish().Code);
    }

    // The summary goes into a pipe that is full, so the clean end cannot come to its own end.
    [Fact]
    public void A_second_interrupt_ends_at_once_and_the_ring_too()
    {
        IgnoredSignals.SkipIfAny(StopSignal.Int);
        string ring = Tool.NewRing();
        string fifo = Path.Combine(_folder.FullName, "fifo");
        string script = $$"""
            mkfifo '{{fifo}}' && exec 3<>'{{fifo}}'
            dd if=/dev/zero of='{{fifo}}' bs=4096 count=1000 oflag=nonblock 2> /dev/null
            exec '{{Tool.Locate("producer")}}' pattern:64x32@30 --ring {{ring}} --json > '{{fifo}}'
            """;
        using Tool producer = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), "-c", script);
        using Tool consumer = new("consumer", "framemd5", ring, "--start", "oldest");
        consumer.WaitForOutput("0, ");
        Send(producer, StopSignal.Int);

        // Only now: two signals of one kind that nobody has taken yet are one.
        Assert.Equal(0, consumer.Finish().Code);
        producer.WaitForError("copies per frame");

        // One that comes sooner than a person can press again is of the same wish. The tool's watchdog ends this.
        while (!producer.HasEndedWithin(TimeSpan.FromMilliseconds(50)))
        {
            producer.SignalIfRunning("INT");
        }

        // 128 and the number of the signal, as the runtime tells the end by a signal.
        Assert.Equal(128 + StopSignal.Int, producer.Finish().Code);
        AssertGone(ring);
    }

    private static void Send(Tool tool, params int[] signals)
    {
        foreach (int signal in signals)
        {
            // The call itself, so that hardly anything comes between the two. Who has ended by the first gets no second, which is fine.
            StopSignal.Send(tool, signal);
        }
    }

    private static void AssertGone(string ring)
    {
        using Tool look = new("ringctl", "info", ring);
        Assert.Equal(3, look.Finish().Code);
    }

    private static void WaitForFile(string path)
    {
        long started = Stopwatch.GetTimestamp();
        while (!File.Exists(path))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(50), $"'{path}' did not appear.");
            Thread.Yield();
        }
    }
}
