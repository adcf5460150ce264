namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>A producer that is much faster than the consumer writes over frames while pictures are made of them.</summary>
public class TornFrameTests
{
    private const int Width = 1920;
    private const int Height = 1080;
    private const int Blocks = 32;
    private const int BlockHeight = 16;

    [Fact]
    public void No_picture_is_made_of_two_frames()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        int code = run.Run(
            [$"pattern:{Width}x{Height}@60:GREY", "--pace", "max", "--slots", "2"],
            ["--nth", "1", "--size", "0", "--format", "png", "--count", "25"]);
        Assert.True(code == 0, run.Errors);
        Assert.Equal(25, run.Files.Length);
        foreach (string file in run.Files)
        {
            byte[] pixels = FFmpeg.Run("-i", Path.Combine(run.Folder, file), "-f", "rawvideo", "-pix_fmt", "gray", "-");
            Assert.Equal(-1, FirstRowOfAnotherFrame(pixels));
            Assert.Equal(file, $"{Number(pixels) + 1:D10}.png");
        }

        // Otherwise nothing was tested.
        Assert.True(run.Figure("retaken") > 0, run.Errors);
    }

    [Fact]
    public void The_check_finds_a_picture_of_two_frames()
    {
        byte[] pixels = [.. Paint(7)];
        Assert.Equal(-1, FirstRowOfAnotherFrame(pixels));
        Paint(8).AsSpan(500 * Width).CopyTo(pixels.AsSpan(500 * Width));
        Assert.Equal(500, FirstRowOfAnotherFrame(pixels));
    }

    private static byte[] Paint(uint number)
    {
        byte[] pixels = new byte[Width * Height];
        for (int row = 0; row < Height; row++)
        {
            for (int x = 0; x < Width; x++)
            {
                bool isWhite = (number >> (Blocks - 1 - (x * Blocks / Width)) & 1) != 0;
                pixels[(row * Width) + x] = row < BlockHeight ? (byte)(isWhite ? 235 : 16) : Level(row, number, x);
            }
        }

        return pixels;
    }

    private static uint Number(byte[] pixels)
    {
        uint number = 0;
        for (int bit = 0; bit < Blocks; bit++)
        {
            number = (number << 1) | (pixels[((bit * Width) + (Width / 2)) / Blocks] > 128 ? 1u : 0u);
        }

        return number;
    }

    private static int FirstRowOfAnotherFrame(byte[] pixels)
    {
        uint number = Number(pixels);
        for (int row = BlockHeight; row < Height; row++)
        {
            for (int x = 0; x < Width; x += 64)
            {
                if (pixels[(row * Width) + x] != Level(row, number, x))
                {
                    return row;
                }
            }
        }

        return -1;
    }

    // The diagonal ramps of the test picture.
    private static byte Level(int row, uint number, int x)
    {
        int phase = (int)((row + (number * 4L) + x) % 256);
        return (byte)(40 + (phase < 128 ? phase : 255 - phase));
    }
}
