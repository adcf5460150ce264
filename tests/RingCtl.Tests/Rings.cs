using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Writing;

namespace FrameRing.RingCtl.Tests;

/// <summary>Rings of this process with grey frames.</summary>
internal static class Rings
{
    private const int Width = 64;
    private const int Height = 32;

    internal static FrameRingWriter Create(string name, int frames)
    {
        FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = 4, SlotSize = Width * Height, HugePages = HugePagePolicy.Off });
        for (int i = 0; i < frames; i++)
        {
            Assert.Equal(ClaimStatus.Ok, writer.TryClaim(Width * Height, out SlotClaim claim));
            FrameMetadata metadata = new()
            {
                Format = FourCC.Parse("GREY"),
                CodedWidth = Width,
                CodedHeight = Height,
                Crop = new CropRectangle(0, 0, Width, Height - 2),
                PlaneCount = 1,
                BytesUsed = Width * Height,
            };
            metadata.SetPlane(0, new PlaneLayout(0, Width));
            claim.Publish(metadata);
        }

        return writer;
    }

    /// <summary>A ring as a killed producer leaves it.</summary>
    internal static string LeaveDead()
    {
        string name = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@60", "--ring", name, "-q");
        using Tool reader = new("consumer", "framemd5", name, "-n", "1");
        Assert.Equal(0, reader.Finish().Code);
        producer.Kill();
        return name;
    }
}
