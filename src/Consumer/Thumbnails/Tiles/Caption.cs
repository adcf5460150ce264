using FrameRing.Consumer.Pictures;

namespace FrameRing.Consumer.Thumbnails.Tiles;

/// <summary>Text on sheets, as large as the tiles allow.</summary>
internal static class Caption
{
    private const uint White = 0xFFFFFFFF;
    private const uint Shade = 0xA0000000;

    /// <summary>White on a dark ground in the lower right corner of a tile.</summary>
    internal static void Draw(IPictureCanvas canvas, string text, int right, int bottom, int tileWidth)
    {
        float size = Math.Clamp(tileWidth / 20f, 8, 28);
        float width = canvas.MeasureText(text, size);
        float pad = size / 4;
        canvas.FillRectangle(right - width - (2 * pad), bottom - size - pad, width + (2 * pad), size + pad, Shade);
        canvas.DrawText(text, right - width - pad, bottom - pad, size, White);
    }

    /// <summary>A line on top of a sheet, smaller if it would not fit.</summary>
    internal static void DrawHeader(IPictureCanvas canvas, string text, int left, int height, int width)
    {
        float size = height * 0.5f;
        float needed = canvas.MeasureText(text, size);
        size *= needed > width ? width / needed : 1;
        canvas.DrawText(text, left, height * 0.68f, size, White);
    }
}
