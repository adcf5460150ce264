// Looks at the newest frame only, as a detector or a preview does, and prints how old it is. Usage: LatestOnly [RING [MILLISECONDS]]
// MILLISECONDS is how long it works on each frame, 30 by default. It is slower than the writer, and is still never behind.
using FrameRing;
using FrameRing.Reading;
using FrameRing.Waiting;

string ring = args.Length > 0 ? args[0] : "hello";
int work = args.Length > 1 && int.TryParse(args[1], out int milliseconds) ? milliseconds : 30;
FrameRingReaderOptions options = new() { Policy = ReadPolicy.Latest, Start = StartPosition.Newest };
try
{
    if (FrameRingReader.TryAttach(ring, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader) != AttachStatus.Ok)
    {
        Console.Error.WriteLine($"There is no ring '{ring}'. Start HelloWriter.");
        return 3;
    }

    using (reader)
    {
        ulong before = 0;
        ReadStatus status;
        while ((status = reader!.WaitNext(Timeout.InfiniteTimeSpan, CancellationToken.None, out FrameView view)) == ReadStatus.Ok)
        {
            // Both ends read the same clock, CLOCK_MONOTONIC, so the difference is the age.
            double age = (MonotonicClock.NowNanoseconds - view.Metadata.PublishTime) / 1e6;
            ulong passed = before == 0 ? 0 : view.Sequence - before - 1;
            before = view.Sequence;
            MonotonicClock.SleepUntil(MonotonicClock.NowNanoseconds + (work * 1_000_000L));
            string verdict = view.Validate() == ReadStatus.Ok ? "whole" : "overwritten";
            Console.WriteLine(FormattableString.Invariant($"{view.Sequence}: {age:0.000} ms old, {passed} passed over, {verdict}"));
        }

        Console.WriteLine(status == ReadStatus.Ended ? "The writer has ended." : $"Stopped: {status}");
        return status == ReadStatus.Ended ? 0 : 4;
    }
}
catch (FrameRingException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
