using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Tests.Decoding;

/// <summary>Decoding and publishing allocate nothing on the managed heap per frame, on whatever thread the decoder asks for buffers.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("scenes.mp4", 200)]
    [InlineData("vp9-altref.webm", 60)]
    [InlineData("hevc-10bit.mp4", 40)]
    [InlineData("av1.mkv", 40)]
    public void Nothing_is_allocated_per_frame(string clip, int frames)
    {
        using SourceRun run = new(new FileSourceOptions { Input = SourceRun.Clip(clip), Threads = 2 });
        long first = 0;
        long last = 0;
        long ownFirst = 0;
        long ownLast = 0;
        int seen = 0;
        run.PublishAll((_, _) =>
        {
            seen++;
            if (seen == 10)
            {
                ownFirst = GC.GetAllocatedBytesForCurrentThread();
                first = GC.GetTotalAllocatedBytes(precise: true);
            }
            else if (seen == 10 + frames)
            {
                last = GC.GetTotalAllocatedBytes(precise: true);
                ownLast = GC.GetAllocatedBytesForCurrentThread();
            }
        });

        // A Lock makes the event that it waits with when threads first meet there: once, and far less than an object a frame.
        Assert.InRange(ownLast - ownFirst, 0, 200);

        // The whole process, for the decoder's threads; the test runner's own may allocate a little, far less than an object a frame.
        Assert.InRange(last - first, 0, (frames * 24) - 1);
    }
}
