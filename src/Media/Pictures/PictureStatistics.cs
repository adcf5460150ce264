using System.Runtime.InteropServices;

namespace FrameRing.Media.Pictures;

/// <summary>Figures about the content of pictures.</summary>
public static class PictureStatistics
{
    private const int BytesPerPixel = 4;
    private const int Colours = 3;

    // Those of ffmpeg's blackframe filter.
    private const int DarkLuma = 32;
    private const double BlackShare = 0.98;

    /// <summary>The mean absolute difference of two pictures' colours.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">Another one of the same size.</param>
    /// <returns>0 to 255.</returns>
    public static double MeanDifference(Picture first, Picture second)
    {
        long sum = 0;
        for (int y = 0; y < first.Size.Height; y++)
        {
            ReadOnlySpan<byte> a = MemoryMarshal.AsBytes(first.Row(y));
            ReadOnlySpan<byte> b = MemoryMarshal.AsBytes(second.Row(y));
            for (int x = 0; x < a.Length; x += BytesPerPixel)
            {
                sum += Math.Abs(a[x] - b[x]) + Math.Abs(a[x + 1] - b[x + 1]) + Math.Abs(a[x + 2] - b[x + 2]);
            }
        }

        return (double)sum / ((long)first.Size.Width * first.Size.Height * Colours);
    }

    /// <summary>True if at least 98 % of the pixels are darker than 32 of 255.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="ground">What is behind one with alpha, as 0xFFRRGGBB.</param>
    /// <returns>Whether it is black.</returns>
    public static bool IsBlack(Picture picture, uint ground = Transparency.Black)
    {
        long dark = 0;
        for (int y = 0; y < picture.Size.Height; y++)
        {
            foreach (uint stored in picture.Row(y))
            {
                uint pixel = picture.HasAlpha ? Transparency.Compose(stored, ground) : stored;

                // Luma of BT.709 in 256ths.
                uint luma = ((((pixel >> 16) & 0xFF) * 54) + (((pixel >> 8) & 0xFF) * 183) + ((pixel & 0xFF) * 19)) >> 8;
                dark += luma < DarkLuma ? 1 : 0;
            }
        }

        return dark >= BlackShare * picture.Size.Width * picture.Size.Height;
    }
}
