using FrameRing.Media.Pictures;
using SkiaSharp;

namespace FrameRing.Consumer.Pictures.Skia;

/// <summary>Pictures by SkiaSharp.</summary>
internal sealed class SkiaPictures : IPictureLibrary
{
    private readonly SKTypeface _font = LoadFont();

    /// <inheritdoc/>
    public unsafe void Encode(Picture picture, PictureEncoding encoding, Stream output)
    {
        if (Math.Max(picture.Size.Width, picture.Size.Height) > encoding.MaxSide)
        {
            throw new ArgumentException($"A picture of {picture.Size} is too large for {encoding.Format}, whose sides have at most {encoding.MaxSide} pixels.", nameof(picture));
        }

        if (encoding.Format == PictureFormat.WebP && !picture.HasAlpha)
        {
            MakeOpaque(picture);
        }

        using SKPixmap pixels = new(Info(picture), (nint)picture.Pixels, picture.Stride);
        using SKManagedWStream stream = new(output);
        bool written = encoding.Format switch
        {
            PictureFormat.Jpeg => pixels.Encode(stream, new SKJpegEncoderOptions(encoding.Quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.BlendOnBlack)),
            PictureFormat.Png => pixels.Encode(stream, SKPngEncoderOptions.Default),
            _ => pixels.Encode(stream, new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, encoding.Quality)),
        };
        if (!written)
        {
            throw new InvalidOperationException($"The {encoding.Format} encoder did not take a picture of {picture.Size}.");
        }
    }

    /// <inheritdoc/>
    public IPictureCanvas Draw(Picture picture) => new SkiaCanvas(picture, _font);

    internal static SKImageInfo Info(Picture picture) => new(picture.Size.Width, picture.Size.Height, SKColorType.Bgra8888, picture.HasAlpha ? SKAlphaType.Unpremul : SKAlphaType.Opaque);

    // Skia's WebP encoder takes the fourth byte for alpha, whatever it is told.
    private static void MakeOpaque(Picture picture)
    {
        for (int y = 0; y < picture.Size.Height; y++)
        {
            foreach (ref uint pixel in picture.Row(y))
            {
                pixel |= Transparency.Black;
            }
        }
    }

    // In the program: machines without a display often have no font at all.
    private static SKTypeface LoadFont()
    {
        const string Name = "DejaVuSans-Latin1.ttf";
        using Stream file = typeof(SkiaPictures).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"The program has lost its font {Name}.");
        return SKTypeface.FromStream(file) ?? throw new InvalidOperationException($"SkiaSharp does not take the font {Name}.");
    }
}
