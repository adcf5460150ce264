namespace FrameRing.Consumer.Pictures;

/// <summary>How a picture is to be written.</summary>
/// <param name="Format">The kind of file.</param>
/// <param name="Quality">1 (small) to 100 (good) for kinds with loss.</param>
internal sealed record PictureEncoding(PictureFormat Format, int Quality)
{
    /// <summary>The file's ending without a dot.</summary>
    public string Extension => Format switch { PictureFormat.Jpeg => "jpg", PictureFormat.Png => "png", _ => "webp" };

    /// <summary>Whether such a file can be transparent.</summary>
    public bool HasAlpha => Format != PictureFormat.Jpeg;

    /// <summary>The longest side that such a file can have, in pixels.</summary>
    public int MaxSide => Format switch { PictureFormat.Jpeg => 65500, PictureFormat.Png => int.MaxValue, _ => 16383 };
}
