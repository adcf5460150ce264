using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Pictures;

/// <summary>Drawing on a picture. Positions are in pixels from the upper left corner; colours are 0xAARRGGBB.</summary>
internal interface IPictureCanvas : IDisposable
{
    /// <summary>Fills everything.</summary>
    /// <param name="colour">Opaque colour.</param>
    void Clear(uint colour);

    /// <summary>Copies a picture: pixel by pixel if it has that size, else scaled. What is below shows through alpha.</summary>
    /// <param name="picture">What to copy.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="size">The size it gets.</param>
    void DrawPicture(Picture picture, int x, int y, PictureSize size);

    /// <summary>Fills a rectangle.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <param name="colour">Colour; what is below shows through if it is not opaque.</param>
    void FillRectangle(float x, float y, float width, float height, uint colour);

    /// <summary>Writes a line of Latin-1 text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="baseline">Where the letters stand.</param>
    /// <param name="size">Size of the font.</param>
    /// <param name="colour">Colour.</param>
    void DrawText(string text, float x, float baseline, float size, uint colour);

    /// <summary>How wide a text is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size of the font.</param>
    /// <returns>Pixels.</returns>
    float MeasureText(string text, float size);
}
