using FrameRing.Inspection;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>What a producer says that its frames come from.</summary>
public class SourceNameTests
{
    [Theory]
    [InlineData("clip.mp4", "clip.mp4")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("rtsp://user:secret@camera/live", "rtsp://user:***@camera/live")]
    [InlineData("a\u001b[2Jb\n", @"a\x1b[2Jb\x0a")]
    public void Readers_and_lookers_see_it_as_printable_text_without_secrets(string? told, string? seen)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, told);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(seen, reader.SourceName);
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Equal(seen, info!.Segment!.SourceName);
    }

    [Fact]
    public void A_long_one_is_cut_between_two_characters()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, "x" + new string('ä', 100));
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal("x" + new string('ä', 63), reader.SourceName);
    }

    [Fact]
    public void A_later_generation_tells_it_too()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, "clip.mp4");
        using FrameRingReader reader = Rings.Attach(name);
        writer.PrepareGeneration(4, 4 * Rings.Bytes);
        Rings.Publish(writer, 2 * Rings.Width);
        Assert.Equal(2ul, writer.Generation);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out _));
        Assert.Equal("clip.mp4", reader.SourceName);
        Assert.Equal(1ul, reader.Statistics.GenerationChanges);
    }

    [Fact]
    public void A_producer_that_goes_on_in_a_dead_ones_segment_tells_its_own()
    {
        string name = Rings.NewName();
        using Peer first = new("publish", name, "4", "3", "plain");
        Assert.Equal("ready", first.ReadLine());
        using FrameRingReader reader = Rings.Attach(name);
        first.WriteLine("go");
        Assert.Equal("published", first.ReadLine());
        first.Kill();
        first.WaitForExit();
        Assert.Null(reader.SourceName);
        using FrameRingWriter second = Create(name, "second.mp4");
        Assert.Equal(1ul, second.Generation);
        Assert.Equal("second.mp4", reader.SourceName);
    }

    private static FrameRingWriter Create(string name, string? source) => FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = name,
        SourceName = source,
        SlotCount = 4,
        SlotSize = 4096,
        HugePages = HugePagePolicy.Off,
    });
}
