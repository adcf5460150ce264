using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Pictures;

/// <summary>What is asked of a library for pictures: to write files, and to draw on a picture. Safe on one thread at a time.</summary>
internal interface IPictureLibrary
{
    /// <summary>Writes a picture as a file of the kind asked for.</summary>
    /// <param name="picture">The picture. One with alpha keeps it as PNG and WebP; JPEG has none and shows it on black.</param>
    /// <param name="encoding">Kind and quality.</param>
    /// <param name="output">Receives the file. What it throws comes out here.</param>
    /// <exception cref="ArgumentException">The picture is too large for that kind of file.</exception>
    void Encode(Picture picture, PictureEncoding encoding, Stream output);

    /// <summary>Begins to draw on a picture.</summary>
    /// <param name="picture">The picture, which has no alpha; must outlive the result.</param>
    /// <returns>To be disposed of when the drawing is done.</returns>
    IPictureCanvas Draw(Picture picture);
}
