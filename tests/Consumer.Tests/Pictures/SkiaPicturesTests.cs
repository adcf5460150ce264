using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Pictures.Skia;
using FrameRing.Media.Pictures;
using SkiaSharp;
using Bitmap = FrameRing.Media.Pictures.Picture;

namespace FrameRing.Consumer.Tests.Pictures;

/// <summary>Files of pictures, as another decoder sees them.</summary>
public class SkiaPicturesTests
{
    [Fact]
    public void A_picture_too_large_for_its_file_is_refused()
    {
        using Bitmap picture = new(new PictureSize(16384, 1));
        Assert.Throws<ArgumentException>(() => new SkiaPictures().Encode(picture, new PictureEncoding(PictureFormat.WebP, 80), Stream.Null));
    }

    [Theory]
    [InlineData(nameof(PictureFormat.Png))]
    [InlineData(nameof(PictureFormat.WebP))]
    [InlineData(nameof(PictureFormat.Jpeg))]
    public void A_picture_without_alpha_is_opaque_whatever_its_fourth_byte_is(string format)
    {
        using Bitmap picture = new(new PictureSize(16, 16));
        for (int y = 0; y < 16; y++)
        {
            picture.Row(y).Fill(0x00C81E1F);
        }

        using MemoryStream file = new();
        new SkiaPictures().Encode(picture, new PictureEncoding(Enum.Parse<PictureFormat>(format), 90), file);
        using SKBitmap decoded = SKBitmap.Decode(file.ToArray());
        SKColor pixel = decoded.GetPixel(8, 8);
        Assert.Equal(255, pixel.Alpha);
        Assert.InRange(pixel.Red, 190, 210);
    }
}
