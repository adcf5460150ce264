using FrameRing.Layout;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;
using FrameRing.Reading;

namespace FrameRing.Media.Tests;

/// <summary>Frames with alpha: what is transparent, what a ground makes of it, and that nothing hidden comes out.</summary>
public class AlphaTests
{
    private const uint HiddenGreen = 0x0000FF00;
    private const uint Red = 0xFFFF0000;

    [Theory]
    [InlineData("bgra", new byte[] { 10, 20, 30, 255 }, false)]
    [InlineData("bgra", new byte[] { 10, 20, 30, 254 }, true)]
    [InlineData("rgba", new byte[] { 10, 20, 30, 0 }, true)]
    [InlineData("argb", new byte[] { 0, 20, 30, 255 }, true)]
    [InlineData("argb", new byte[] { 255, 0, 0, 0 }, false)]
    [InlineData("abgr", new byte[] { 128, 20, 30, 255 }, true)]
    [InlineData("rgb0", new byte[] { 10, 20, 30, 0 }, false)]
    [InlineData("yuva420p", new byte[] { 255 }, false)]
    [InlineData("yuva420p", new byte[] { 128 }, true)]
    [InlineData("yuva444p10le", new byte[] { 0xFF, 0x03 }, false)]
    [InlineData("yuva444p10le", new byte[] { 0xFE, 0x03 }, true)]
    [InlineData("rgba64le", new byte[] { 0, 0, 0, 0, 0, 0, 255, 255 }, false)]
    [InlineData("rgba64le", new byte[] { 0, 0, 0, 0, 0, 0, 0, 255 }, true)]
    [InlineData("gbrap", new byte[] { 255 }, false)]
    [InlineData("gbrap", new byte[] { 254 }, true)]
    public void A_picture_has_alpha_if_a_pixel_is_not_opaque(string format, byte[] pixel, bool hasAlpha)
    {
        using SolidFrames frames = new(format, 16, 8);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        foreach (PictureSize size in new PictureSize[] { new(16, 8), new(4, 2), new(20, 10) })
        {
            using Picture picture = new(size);
            scaler.Scale(frames.Repeat(pixel, metadata => metadata), picture);
            Assert.Equal(hasAlpha, picture.HasAlpha);
        }
    }

    [Fact]
    public void Alpha_in_its_own_size_is_exact()
    {
        using SolidFrames frames = new("bgra", 16, 8);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        using Picture picture = new(new PictureSize(16, 8));
        scaler.Scale(frames.Repeat([1, 2, 3, 4, 250, 251, 252, 253], metadata => metadata), picture);
        Assert.Equal([0x04030201u, 0xFDFCFBFAu], picture.Row(7)[..2].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(64)]
    public void One_colour_of_one_alpha_stays_what_it_is(int width)
    {
        using SolidFrames frames = new("bgra", 40, 30);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        using Picture picture = new(new PictureSize(width, 5));
        scaler.Scale(frames.Repeat([30, 20, 200, 77], metadata => metadata), picture);
        for (int y = 0; y < 5; y++)
        {
            Assert.All(picture.Row(y).ToArray(), pixel => Assert.Equal(0x4DC8141Eu, pixel));
        }
    }

    [Theory]
    [InlineData(ScalingQuality.Fine, 10)]
    [InlineData(ScalingQuality.Fine, 13)]
    [InlineData(ScalingQuality.Fine, 100)]
    [InlineData(ScalingQuality.Fast, 10)]
    public void Colours_of_transparent_pixels_do_not_get_into_their_neighbours(ScalingQuality quality, int width)
    {
        using SolidFrames frames = new("bgra", 64, 64);
        using FrameScaler scaler = new(quality);
        using Picture picture = new(new PictureSize(width, width));
        scaler.Scale(Stripes(frames), picture);
        bool isMixed = false;
        for (int y = 0; y < width; y++)
        {
            foreach (uint pixel in picture.Row(y))
            {
                uint alpha = pixel >> 24;
                isMixed |= alpha is > 0 and < 255;
                Assert.Equal(alpha == 0 ? 0 : Red & 0x00FFFFFF, pixel & 0x00FFFFFF);
            }
        }

        Assert.True(isMixed);
    }

    [Theory]
    [InlineData(0xFF000000)]
    [InlineData(0xFFFFFFFF)]
    public void A_ground_shows_through_and_what_is_hidden_does_not(uint ground)
    {
        using SolidFrames frames = new("bgra", 64, 64);
        using FrameScaler scaler = new(ScalingQuality.Fine, ground: ground);
        foreach (int side in new[] { 64, 16 })
        {
            using Picture picture = new(new PictureSize(side, side));
            scaler.Scale(Stripes(frames), picture);
            Assert.False(picture.HasAlpha);
            Assert.Equal(ground, picture.Row(side / 2)[side / 8]);
            Assert.Equal(Red, picture.Row(side / 2)[side / 8 * 3]);
        }
    }

    [Theory]
    [InlineData(0xFF102030, 0xFFFFFFFF, 0xFF102030)]
    [InlineData(0x00102030, 0xFFFFFFFF, 0xFFFFFFFF)]
    [InlineData(0x8000FF00, 0xFF000000, 0xFF008000)]
    [InlineData(0x8000FF00, 0xFFFFFFFF, 0xFF7FFF7F)]
    public void A_pixel_is_mixed_with_its_ground(uint pixel, uint ground, uint expected) => Assert.Equal(expected, Transparency.Compose(pixel, ground));

    [Fact]
    public void A_picture_that_is_not_transparent_is_turned_with_its_alpha()
    {
        using Picture source = new(new PictureSize(2, 1)) { HasAlpha = true };
        using Picture target = new(new PictureSize(1, 2));
        Upright.Apply(source, new FrameMetadata { Rotation = 90 }, target);
        Assert.True(target.HasAlpha);
        using Picture opaque = new(new PictureSize(2, 1));
        Upright.Apply(opaque, new FrameMetadata { Rotation = 270 }, target);
        Assert.False(target.HasAlpha);
    }

    [Theory]
    [InlineData(0x00FFFFFFu, 0xFF000000u, true)]
    [InlineData(0x00FFFFFFu, 0xFFFFFFFFu, false)]
    [InlineData(0x00000000u, 0xFFFFFFFFu, false)]
    [InlineData(0xFF000000u, 0xFFFFFFFFu, true)]
    [InlineData(0x80FFFFFFu, 0xFF000000u, false)]
    public void Black_is_what_is_black_on_its_ground(uint colour, uint ground, bool isBlack)
    {
        using Picture picture = new(new PictureSize(8, 8)) { HasAlpha = true };
        for (int y = 0; y < 8; y++)
        {
            picture.Row(y).Fill(colour);
        }

        Assert.Equal(isBlack, PictureStatistics.IsBlack(picture, ground));
    }

    [Fact]
    public void Nothing_is_allocated_for_alpha_while_frames_keep_their_shape()
    {
        using SolidFrames frames = new("bgra", 64, 64);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        using Picture picture = new(new PictureSize(16, 16));
        FrameView view = Stripes(frames);
        scaler.Scale(view, picture);
        scaler.Scale(view, picture);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 100; frame++)
        {
            scaler.Scale(view, picture);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A quarter hidden green, a quarter red, and so on; rows too have their edge.
    private static FrameView Stripes(SolidFrames frames) => frames.Next(metadata => metadata, (_, bytes) =>
    {
        for (int pixel = 0; pixel < 64 * 64; pixel++)
        {
            bool isRed = (pixel / 16 % 2 == 1) && pixel >= 3 * 64;
            System.Runtime.InteropServices.MemoryMarshal.Write(bytes[(4 * pixel)..], isRed ? Red : HiddenGreen);
        }
    });
}
