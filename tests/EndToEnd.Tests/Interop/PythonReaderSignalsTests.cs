using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Stop signals at the reader in Python: as at the tools, see <see cref="TwoSignalsTests"/>.</summary>
public sealed class PythonReaderSignalsTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private static readonly TimeSpan s_closeTogether = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_reader_that_never_has_to_wait_hears_them()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@60", "-n", "100000000", "--pace", "max", "--slots", "64", "--ring", ring, "--delivery", "lossless", "--wait-readers", "1", "-q");
        using Tool reader = PythonReader.Shell($"exec python3 -B \"$0\" {ring} -o --lossless");
        reader.WaitForOutput("999 ");
        reader.Signal("TERM");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
        Assert.Empty(errors);
    }

    [Fact]
    public void A_reader_that_was_told_to_end_takes_no_more_frames()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        ring.Publish();
        using Tool script = ForeignReaders.Code("""
            reader = framering.Reader.attach(sys.argv[2], start="oldest")
            reader.wait()
            reader.canceled = True
            print(reader.wait())
            """, ring.Name);
        Assert.Equal((0, "Status.CANCELED\n", string.Empty), script.Finish());
    }

    [Theory]
    [InlineData(StopSignal.Term, StopSignal.Term)]
    [InlineData(StopSignal.Hup, StopSignal.Hup)]
    [InlineData(StopSignal.Term, StopSignal.Int)]
    [InlineData(StopSignal.Int, StopSignal.Term)]
    public void Many_that_come_close_together_are_one_wish(int first, int others)
    {
        readers.SkipUnlessPresent();
        IgnoredSignals.SkipIfAny(first, others);
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@100", "--ring", ring, "-q", "--leases", "1");
        using Tool reader = readers.Python(ring, "--lease");
        reader.WaitForOutput("1");
        StopSignal.Send(reader, first);

        // For less than the 0.2 s behind which an interrupt can be a person's second one: the end may take longer than that.
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < s_closeTogether && StopSignal.Send(reader, others))
        {
        }

        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
        Assert.Empty(errors);
        Assert.Empty(RingState.Holders(RingState.Of(ring)));
    }

    [Fact]
    public void A_second_interrupt_ends_an_end_that_hangs()
    {
        readers.SkipUnlessPresent();
        IgnoredSignals.SkipIfAny(StopSignal.Int);
        string ring = Tool.NewRing();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-");
        try
        {
            // What it says about the frames that it lost goes into a pipe that is full.
            string fifo = Path.Combine(folder.FullName, "fifo");
            using Tool producer = new("producer", "pattern:64x32@500", "--slots", "4", "-n", "100", "--ring", ring, "-q", "--wait-readers", "1", "--linger", "30");
            using Tool reader = PythonReader.Shell($"""
                mkfifo '{fifo}' && exec 3<>'{fifo}'
                dd if=/dev/zero of='{fifo}' bs=4096 count=1000 oflag=nonblock 2> /dev/null
                exec python3 -B "$0" {ring} -o 2> '{fifo}'
                """);
            reader.WaitForOutput("1 ");
            reader.Signal("STOP");
            RingState.WaitFor(ring, state => RingState.Head(state) == 100);
            reader.Signal("CONT");
            reader.WaitForOutput("100 ");
            while (!reader.HasEndedWithin(TimeSpan.FromMilliseconds(50)))
            {
                StopSignal.Send(reader, StopSignal.Int);
            }

            Assert.Equal(128 + StopSignal.Int, reader.Finish().Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void One_that_was_ignored_before_stays_so(string signal)
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@100", "--ring", ring, "-q");
        using Tool reader = PythonReader.Shell($"trap '' {signal}; exec python3 -B \"$0\" {ring} -n 100");
        reader.WaitForOutput("1");
        reader.Signal(signal);
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
        Assert.Equal(100, output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Waiting_for_a_ring_is_over_by_one()
    {
        readers.SkipUnlessPresent();
        using Tool script = ForeignReaders.Code("""
            import os, signal, threading
            sys.argv = ["framering.py", sys.argv[2], "-w", "1000"]
            looks = []
            find = framering.Reader._find
            def look(reader):
                looks.append(1)
                if len(looks) == 3:
                    os.kill(os.getpid(), signal.SIGTERM)
                return find(reader)
            framering.Reader._find = look
            print(framering.main(), len(looks))
            """, Tool.NewRing());
        Assert.Equal((0, "0 3\n", string.Empty), script.Finish());
    }
}
