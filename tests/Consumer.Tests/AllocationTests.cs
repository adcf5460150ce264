using FrameRing.Consumer.FrameMd5;
using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Pipe;
using FrameRing.Consumer.Reading;
using FrameRing.Consumer.Thumbnails;
using FrameRing.Consumer.Thumbnails.Output;
using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Scaling;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests;

/// <summary>The consumers' work on a frame allocates nothing on the managed heap.</summary>
public class AllocationTests
{
    private const int WarmUp = 50;
    private const int Frames = 500;

    [Fact]
    public void Framemd5()
    {
        using OutputFile output = OutputFile.Create("/dev/null");
        output.Begin(CancellationToken.None);
        using FrameMd5Writer handler = new(output, "x", isVfr: true);
        Assert.Equal(0, Measure(handler));
    }

    [Fact]
    public void Pipe()
    {
        using OutputFile output = OutputFile.Create("/dev/null");
        output.Begin(CancellationToken.None);
        Assert.Equal(0, Measure(new PipeWriter(output, new PipeRequest { IsY4m = true, IsConstantRate = true })));
    }

    [Fact]
    public void Pipe_that_repeats_and_drops()
    {
        using OutputFile output = OutputFile.Create("/dev/null");
        output.Begin(CancellationToken.None);
        Assert.Equal(0, Measure(new PipeWriter(output, new PipeRequest { IsY4m = true, IsConstantRate = true }), step: 3));
        Assert.Equal(0, Measure(new PipeWriter(output, new PipeRequest { IsConstantRate = true, Rate = new Rational(7, 1) })));
        Assert.Equal(0, Measure(new PipeWriter(output, new PipeRequest())));
    }

    [Theory]
    [InlineData(false, FrameFlags.None)]
    [InlineData(true, FrameFlags.None)]
    [InlineData(false, FrameFlags.Corrupt)]
    [InlineData(true, FrameFlags.Corrupt)]
    public void Thumbnails_of_frames_that_are_not_picked(bool looksForScenes, FrameFlags flags)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-");
        try
        {
            using ThumbnailMaker handler = new(new ThumbnailRequest
            {
                Ring = "x",
                Folder = PictureFolder.Open(folder.FullName),
                Selector = looksForScenes ? new SceneSelector(0.5) : new IntervalSelector(TimeSpan.FromDays(1)),
                Size = TargetSize.OfWidth(32),
                Encoding = new PictureEncoding(PictureFormat.Jpeg, 80),
                IsNamedByTime = false,
                Keep = null,
                WritesLatest = false,
                SkipsBlack = false,
                Count = null,
                Sheet = null,
                Sprites = null,
            });
            Assert.Equal(0, Measure(handler, flags: flags));
            handler.Complete();
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static long Measure(IFrameHandler handler, int step = 1, FrameFlags flags = FrameFlags.None)
    {
        PixelFormats.TryParse("yuv420p", out PixelFormat? format);
        Picture picture = new(format!, 64, 48);
        byte[] packed = new byte[picture.PackedSize];
        FrameMetadata metadata = picture.Describe();
        string ring = Tool.NewRing();
        using FrameRingWriter writer = picture.CreateRing(ring, 4);
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(ring, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        using FrameRingReader own = reader!;
        long allocated = 0;
        for (int frame = 0; frame < WarmUp + Frames; frame++)
        {
            metadata.Pts = frame * step;
            metadata.TimeBase = new Rational(1, 50);
            metadata.Flags = flags;
            picture.Publish(writer, packed, metadata);
            Assert.True(own.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(handler.OnFrame(view) == FrameOutcome.Done);
            allocated += frame < WarmUp ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
