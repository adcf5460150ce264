using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Stop signals of the reader in C: the rule of the tools.</summary>
public sealed class CReaderSignalTests(ForeignReaders readers) : IClassFixture<ForeignReaders>, IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    private string Fifo => Path.Combine(_folder.FullName, "fifo");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(StopSignal.Term, StopSignal.Term)]
    [InlineData(StopSignal.Term, StopSignal.Hup)]
    [InlineData(StopSignal.Int, StopSignal.Term)]
    [InlineData(StopSignal.Term, StopSignal.Int)]
    public void The_second_of_two_signals_spoils_nothing(int first, int second)
    {
        IgnoredSignals.SkipIfAny(first, second);
        using SmallRing ring = new();
        using Tool reader = StartWithFullErrors(ring);
        Assert.True(StopSignal.Send(reader, first));

        // The first has been heard when it waits for room for its last words.
        WaitUntilItPolls(reader);
        Assert.True(StopSignal.Send(reader, second));
        Assert.Equal(0, reader.Finish().Code);
    }

    // It waits a second for room for its last words. An interrupt that comes too soon is of the same wish.
    [Fact]
    public void A_second_interrupt_ends_at_once()
    {
        IgnoredSignals.SkipIfAny(StopSignal.Int);
        using SmallRing ring = new();
        using Tool reader = StartWithFullErrors(ring);
        Assert.True(StopSignal.Send(reader, StopSignal.Int));
        WaitUntilItPolls(reader);
        while (!reader.HasEndedWithin(TimeSpan.FromMilliseconds(50)))
        {
            StopSignal.Send(reader, StopSignal.Int);
        }

        Assert.Equal(128 + StopSignal.Int, reader.Finish().Code);
    }

    // A pipe that nobody empties does not keep the reader from hearing.
    [Fact]
    public void A_stop_ends_a_wait_for_somebody_who_does_not_read()
    {
        IgnoredSignals.SkipIfAny(StopSignal.Term);
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = StartWithFull(ring, ">");
        RingState.WaitFor(ring.Name, state => RingState.Readers(state) == 1);
        reader.Signal("TERM");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_that_was_ignored_at_the_start_stays_ignored(string signal)
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = new("/bin/sh", "-c", $"trap '' {signal}; exec '{readers.PathOf("framering-read")}' {ring.Name} -o -n 2");
        reader.WaitForOutput("1 ");
        reader.Signal(signal);
        ring.Publish();
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
    }

    // It has lost frames, and says so at its end.
    private Tool StartWithFullErrors(SmallRing ring)
    {
        ring.Publish();
        Tool reader = StartWithFull(ring, "2>");
        reader.WaitForOutput("1 ");
        reader.Signal("STOP");
        while (ring.Publish() < 20)
        {
        }

        reader.Signal("CONT");
        reader.WaitForOutput("20 ");
        return reader;
    }

    private Tool StartWithFull(SmallRing ring, string stream)
    {
        readers.SkipUnlessPresent();
        string script = $"""
            mkfifo '{Fifo}' && exec 3<>'{Fifo}'
            dd if=/dev/zero of='{Fifo}' bs=4096 count=1000 oflag=nonblock 2> /dev/null
            exec '{readers.PathOf("framering-read")}' {ring.Name} -o {stream}'{Fifo}'
            """;
        return new Tool("/bin/sh", "-c", script);
    }

    // Number of the call, then its arguments; proc_pid_syscall(5). Of poll, or of ppoll where there is no other.
    private static void WaitUntilItPolls(Tool tool)
    {
        string poll = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "7" : "73";
        Assert.SkipUnless(File.Exists("/proc/self/syscall"), "this kernel does not tell in which call a process is");
        long started = Stopwatch.GetTimestamp();
        while (File.ReadAllText($"/proc/{tool.Id}/syscall").Split(' ')[0] != poll)
        {
            Assert.False(tool.HasEndedWithin(TimeSpan.Zero), "It has ended.");
            Assert.True(Stopwatch.GetElapsedTime(started) < s_limit, "It does not poll.");
            Thread.Yield();
        }
    }
}
