using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests.Thumbnails;

public class RotationTests
{
    [Theory]
    [InlineData(45)]
    [InlineData(-90)]
    [InlineData(short.MinValue)]
    public void A_turn_that_there_is_not_leaves_the_picture_as_it_lies(short rotation)
    {
        string ring = Tool.NewRing();
        using ThumbnailRun run = new();
        using (FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = ring, SlotCount = 2, SlotSize = 64 * 32, HugePages = HugePagePolicy.Off }))
        {
            FrameMetadata frame = new()
            {
                Format = FourCC.Parse("GREY"),
                CodedWidth = 64,
                CodedHeight = 32,
                Crop = new CropRectangle(0, 0, 64, 32),
                PlaneCount = 1,
                BytesUsed = 64 * 32,
                Rotation = rotation,
            };
            frame.SetPlane(0, new PlaneLayout(0, 64));
            writer.TryClaim(64 * 32, out SlotClaim claim);
            claim.Publish(frame);
            using Tool tool = new("consumer", "thumbnails", ring, "-o", run.Folder, "-q", "--start", "oldest", "--count", "1", "--size", "0");
            (int code, _, string errors) = tool.Finish();
            Assert.True(code == 0, errors);
        }

        Assert.Single(run.Files);
    }
}
