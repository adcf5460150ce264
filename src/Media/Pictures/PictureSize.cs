namespace FrameRing.Media.Pictures;

/// <summary>A size in pixels.</summary>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Width and height exchanged.</summary>
    public PictureSize Turned => new(Height, Width);

    /// <summary>Like <c>320x180</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Width}x{Height}");
}
