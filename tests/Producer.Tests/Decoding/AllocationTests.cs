using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Tests.Decoding;

/// <summary>Decoding and publishing allocate nothing on the managed heap per frame, on whatever thread the decoder asks for buffers.</summary>
public class AllocationTests
{
    private const int WarmUp = 10;
    private const long MostOwn = 200;

    // An object's header and one field.
    private const int SmallestObject = 24;

    // The test runner's own threads allocate now and then. What decoding allocates per frame, it allocates in every run.
    private const int Runs = 3;

    [Theory]
    [InlineData("scenes.mp4", 200)]
    [InlineData("vp9-altref.webm", 60)]
    [InlineData("hevc-10bit.mp4", 40)]
    [InlineData("av1.mkv", 40)]
    public void Nothing_is_allocated_per_frame(string clip, int frames)
    {
        // A Lock makes the event that it waits with when threads first meet there: once, and far less than an object a frame. In the whole process,
        // with the decoder's threads, the test runner's own may allocate a little too.
        long mostInAll = (frames * SmallestObject) - 1;
        (long Own, long All) least = (long.MaxValue, long.MaxValue);
        for (int run = 0; run < Runs && (least.Own > MostOwn || least.All > mostInAll); run++)
        {
            (long own, long all) = Measure(clip, frames);
            least = (Math.Min(least.Own, own), Math.Min(least.All, all));
        }

        Assert.InRange(least.Own, 0, MostOwn);
        Assert.InRange(least.All, 0, mostInAll);
    }

    private static (long Own, long All) Measure(string clip, int frames)
    {
        using SourceRun run = new(new FileSourceOptions { Input = SourceRun.Clip(clip), Threads = 2 });
        long own = 0;
        long all = 0;
        int seen = 0;
        run.PublishAll((_, _) =>
        {
            seen++;
            if (seen == WarmUp)
            {
                own = -GC.GetAllocatedBytesForCurrentThread();
                all = -GC.GetTotalAllocatedBytes(precise: true);
            }
            else if (seen == WarmUp + frames)
            {
                all += GC.GetTotalAllocatedBytes(precise: true);
                own += GC.GetAllocatedBytesForCurrentThread();
            }
        });
        Assert.True(seen >= WarmUp + frames, $"{clip} has only {seen} frames");
        return (own, all);
    }
}
