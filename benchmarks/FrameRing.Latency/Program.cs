// Writes, for each frame of a ring, the nanoseconds from PublishTime to the return of WaitNext. Usage: FrameRing.Latency RING STRATEGY FILE
using FrameRing.Reading;
using FrameRing.Waiting;

if (args.Length != 3 || !Enum.TryParse(args[1], out WaitStrategy strategy))
{
    Console.Error.WriteLine("Usage: FrameRing.Latency RING Block|Spin|SpinThenBlock FILE");
    return 2;
}

FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, WaitStrategy = strategy };
if (FrameRingReader.TryAttach(args[0], options, TimeSpan.FromSeconds(30), CancellationToken.None, out FrameRingReader? reader) != AttachStatus.Ok)
{
    Console.Error.WriteLine($"There is no ring '{args[0]}'.");
    return 3;
}

// Nothing is written before the end, so that the measurement does not measure itself.
List<long> delays = new(1 << 20);
using (reader)
{
    ReadStatus status;
    while ((status = reader!.WaitNext(Timeout.InfiniteTimeSpan, CancellationToken.None, out FrameView view)) == ReadStatus.Ok)
    {
        long now = MonotonicClock.NowNanoseconds;
        delays.Add(now - view.Metadata.PublishTime);
    }

    File.WriteAllLines(args[2], delays.Select(delay => FormattableString.Invariant($"{delay}")));
    return status == ReadStatus.Ended && reader.Statistics.Lost == 0 ? 0 : 4;
}
