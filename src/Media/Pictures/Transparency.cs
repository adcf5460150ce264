namespace FrameRing.Media.Pictures;

/// <summary>Pictures with alpha on a ground.</summary>
public static class Transparency
{
    /// <summary>The ground of those who name none: what video players show behind a picture.</summary>
    public const uint Black = 0xFF000000;

    /// <summary>Makes a picture opaque: puts it on a ground of one colour. One without alpha stays as it is.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="ground">0xFFRRGGBB.</param>
    public static void Compose(Picture picture, uint ground)
    {
        if (!picture.HasAlpha)
        {
            return;
        }

        for (int y = 0; y < picture.Size.Height; y++)
        {
            foreach (ref uint pixel in picture.Row(y))
            {
                pixel = Compose(pixel, ground);
            }
        }

        picture.HasAlpha = false;
    }

    /// <summary>A pixel on a ground.</summary>
    /// <param name="pixel">0xAARRGGBB, the colours not multiplied by alpha.</param>
    /// <param name="ground">0xFFRRGGBB.</param>
    /// <returns>0xFFRRGGBB.</returns>
    public static uint Compose(uint pixel, uint ground)
    {
        uint alpha = pixel >> 24;
        return alpha == byte.MaxValue ? pixel
            : 0xFF000000 | (Mix(pixel >> 16, ground >> 16, alpha) << 16) | (Mix(pixel >> 8, ground >> 8, alpha) << 8) | Mix(pixel, ground, alpha);
    }

    private static uint Mix(uint colour, uint ground, uint alpha) =>
        (((colour & 0xFF) * alpha) + ((ground & 0xFF) * (byte.MaxValue - alpha)) + (byte.MaxValue / 2)) / byte.MaxValue;
}
