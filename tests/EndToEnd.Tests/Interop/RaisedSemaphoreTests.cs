namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Somebody raises the writer semaphore by hand: then it is still up when the kernel has taken back what a dead producer did.</summary>
public sealed class RaisedSemaphoreTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const string Set = "libc.semctl(set, 0, 16, 1)";
    private const string Raise = "libc.semop(set, struct.pack('HhH', 0, 1, 0), 1)";

    [Theory]
    [InlineData(ForeignReaders.InC, Set)]
    [InlineData(ForeignReaders.InC, Raise)]
    [InlineData(ForeignReaders.InPython, Set)]
    [InlineData(ForeignReaders.InPython, Raise)]
    public void It_keeps_no_dead_producer_alive_and_kills_no_living_one(string language, string how)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@100", "--ring", ring, "-q");
        using Tool reader = readers.In(language, ring);
        reader.WaitForOutput("1");
        producer.Signal("STOP");
        using (Tool hand = ForeignReaders.Code($"import ctypes, struct; libc = ctypes.CDLL(None); set = libc.semget(framering.key_of(sys.argv[2]), 0, 0); print({how})", ring))
        {
            Assert.Equal((0, "0\n", string.Empty), hand.Finish());
        }

        // The producer does nothing that could make its semaphore anew.
        using (Tool second = readers.In(language, ring, "-n", "1", "--wait", "0", "--start", "oldest"))
        {
            (int code, _, string errors) = second.Finish();
            Assert.True(code == 0, errors);
        }

        producer.Kill();
        Assert.Equal(4, reader.Finish().Code);
        using Tool remove = new("ringctl", "rm", ring);
        Assert.Equal(0, remove.Finish().Code);
    }
}
