// Prints the mean brightness of every frame, computed where the pixels lie. Usage: HelloReader [RING]
using FrameRing;
using FrameRing.Reading;

string ring = args.Length > 0 ? args[0] : "hello";
FrameRingReaderOptions options = new() { Start = StartPosition.Oldest };
try
{
    if (FrameRingReader.TryAttach(ring, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader) != AttachStatus.Ok)
    {
        Console.Error.WriteLine($"There is no ring '{ring}'. Start HelloWriter.");
        return 3;
    }

    using (reader)
    {
        ReadStatus status;
        while ((status = reader!.WaitNext(Timeout.InfiniteTimeSpan, CancellationToken.None, out FrameView view)) == ReadStatus.Ok)
        {
            long sum = 0;
            for (int row = 0; row < view.Geometry.Height; row++)
            {
                foreach (byte pixel in view.GetRow(plane: 0, row))
                {
                    sum += pixel;
                }
            }

            // The writer never waits for us. Only now is it known whether the pixels were this frame's all the time.
            double mean = (double)sum / ((long)view.Geometry.Width * view.Geometry.Height);
            Console.WriteLine(view.Validate() == ReadStatus.Ok ? FormattableString.Invariant($"{view.Sequence}: {mean:0.00}") : $"{view.Sequence}: too late");
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
