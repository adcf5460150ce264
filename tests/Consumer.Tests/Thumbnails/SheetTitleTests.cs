using FrameRing.Consumer.Thumbnails.Tiles;

namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>What contact sheets are headed by.</summary>
public class SheetTitleTests
{
    [Theory]
    [InlineData("clip.mp4", "clip.mp4")]
    [InlineData("Tür 3 (USB)", "Tür 3 (USB)")]
    [InlineData("кино 日本.nut", "cam")]
    [InlineData(null, "cam")]
    public void A_name_that_the_font_has_or_that_of_the_ring(string? source, string title) => Assert.Equal(title, SheetTitle.Of(source, "cam"));

    [Fact]
    public void Two_producers_have_sheets_of_their_own()
    {
        using ThumbnailRun run = new();
        string ring = Tool.NewRing();
        using Tool consumer = new("consumer", "thumbnails", ring, "-o", run.Folder, "--follow", "--lossless", "--start", "oldest", "--nth", "1", "--count", "6", "--sheet", "4x3", "--wait", "50", "-q");
        foreach (string size in new[] { "64x32", "96x64" })
        {
            using Tool producer = new("producer", $"pattern:{size}@30", "--ring", ring, "-n", "3", "--delivery", "lossless", "--wait-readers", "1", "-q");
            if (size == "96x64")
            {
                (int code, _, string errors) = consumer.Finish();
                Assert.True(code == 0, errors);
            }

            Assert.Equal(0, producer.Finish().Code);
        }

        Assert.Equal(["sheet-0001.jpg", "sheet-0002.jpg"], run.Files.Where(name => name.StartsWith("sheet", StringComparison.Ordinal)));
    }
}
