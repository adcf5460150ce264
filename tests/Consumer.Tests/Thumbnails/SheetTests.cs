namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>Clips are played at their own pace, hence slow.</summary>
[Trait("Category", "Slow")]
public class SheetTests
{
    [Fact]
    public void Contact_sheets_are_filled_and_the_last_one_is_as_large_as_it_needs()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--interval", "1", "--size", "160", "--sheet", "3x2", "--keep", "0", "--latest") == 0, run.Errors);
        Assert.Equal(["latest.jpg", "sheet-0001.jpg", "sheet-0002.jpg"], run.Files);

        // Tiles of 160x90, 6 pixels around them, 32 for the header; the second sheet has 4 of 6 pictures.
        Assert.Equal("504x230", run.SizeOf("sheet-0001.jpg"));
        Assert.Equal("504x230", run.SizeOf("sheet-0002.jpg"));
    }

    [Fact]
    public void Time_stamps_are_drawn_where_there_is_no_font_on_the_machine()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--interval", "5", "--size", "320", "--sheet", "2x1", "--format", "png") == 0, run.Errors);
        byte[] pixels = run.Pixels("sheet-0001.png");
        const int Width = 658;
        int white = 0;

        // The second tile is black at 5 s: what is white in its lower right corner is the caption.
        for (int y = 38 + 150; y < 38 + 180; y++)
        {
            for (int x = 332 + 200; x < 332 + 320; x++)
            {
                white += pixels[((y * Width) + x) * 3] > 200 ? 1 : 0;
            }
        }

        Assert.InRange(white, 100, 1500);
    }

    [Fact]
    public void Cues_lead_to_the_tiles_and_follow_each_other()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--interval", "2", "--size", "160", "--sprites", "2x2", "--format", "png") == 0, run.Errors);
        string expected = """
            WEBVTT

            00:00:00.000 --> 00:00:02.000
            sprites-0001.png#xywh=0,0,160,90

            00:00:02.000 --> 00:00:04.000
            sprites-0001.png#xywh=160,0,160,90

            00:00:04.000 --> 00:00:06.000
            sprites-0001.png#xywh=0,90,160,90

            00:00:06.000 --> 00:00:08.000
            sprites-0001.png#xywh=160,90,160,90

            00:00:08.000 --> 00:00:10.000
            sprites-0002.png#xywh=0,0,160,90

            """;
        Assert.Equal(expected, File.ReadAllText(Path.Combine(run.Folder, "thumbnails.vtt")));
        Assert.Equal("320x180", run.SizeOf("sprites-0001.png"));
        Assert.Equal("160x90", run.SizeOf("sprites-0002.png"));

        // The tile is the picture itself.
        byte[] tile = FFmpeg.Run("-i", Path.Combine(run.Folder, "sprites-0001.png"), "-vf", "crop=160:90:160:90", "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        Assert.Equal(run.Pixels("0000000151.png"), tile);
    }

    [Fact]
    public void A_sheet_that_no_file_can_hold_is_refused()
    {
        using ThumbnailRun run = new();
        Assert.Equal(1, run.Play("scenes.mp4", "--size", "0", "--sheet", "60x1"));
        Assert.Contains("smaller --size", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
    }

    [Fact]
    public void A_picture_that_its_file_cannot_hold_is_refused()
    {
        using ThumbnailRun run = new();
        Assert.Equal(1, run.Play("scenes.mp4", "--size", "17000", "--format", "webp"));
        Assert.Contains("Use a smaller --size", run.Errors);
        Assert.DoesNotContain("fault of the program", run.Errors);
    }
}
