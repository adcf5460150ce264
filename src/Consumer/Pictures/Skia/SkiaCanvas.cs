using FrameRing.Media.Pictures;
using SkiaSharp;

namespace FrameRing.Consumer.Pictures.Skia;

/// <summary>Draws by SkiaSharp into a picture's own memory.</summary>
internal sealed unsafe class SkiaCanvas : IPictureCanvas
{
    private readonly SKSurface _surface;
    private readonly SKFont _font;
    private readonly SKPaint _paint = new() { IsAntialias = true };

    internal SkiaCanvas(Picture picture, SKTypeface typeface)
    {
        _surface = SKSurface.Create(SkiaPictures.Info(picture), (nint)picture.Pixels, picture.Stride)
            ?? throw new InvalidOperationException($"SkiaSharp cannot draw on a picture of {picture.Size}.");
        _font = new SKFont(typeface);
    }

    public void Clear(uint colour) => _surface.Canvas.Clear(new SKColor(colour));

    public void DrawPicture(Picture picture, int x, int y, PictureSize size)
    {
        using SKPixmap pixels = new(SkiaPictures.Info(picture), (nint)picture.Pixels, picture.Stride);
        using SKImage image = SKImage.FromPixels(pixels);
        SKSamplingOptions sampling = picture.Size == size ? new(SKFilterMode.Nearest) : new(SKCubicResampler.Mitchell);
        _surface.Canvas.DrawImage(image, SKRect.Create(x, y, size.Width, size.Height), sampling);
    }

    public void FillRectangle(float x, float y, float width, float height, uint colour)
    {
        _paint.Color = new SKColor(colour);
        _surface.Canvas.DrawRect(x, y, width, height, _paint);
    }

    public void DrawText(string text, float x, float baseline, float size, uint colour)
    {
        _font.Size = size;
        _paint.Color = new SKColor(colour);
        _surface.Canvas.DrawText(text, x, baseline, SKTextAlign.Left, _font, _paint);
    }

    public float MeasureText(string text, float size)
    {
        _font.Size = size;
        return _font.MeasureText(text);
    }

    public void Dispose()
    {
        _surface.Dispose();
        _font.Dispose();
        _paint.Dispose();
    }
}
