namespace FrameRing.Media.Pictures;

/// <summary>Turns pictures upright.</summary>
public static class QuarterTurn
{
    /// <summary>Copies a picture, turned clockwise.</summary>
    /// <param name="source">What to turn.</param>
    /// <param name="degrees">90, 180 or 270.</param>
    /// <param name="target">Another picture: of the same size for 180 degrees, else with width and height exchanged.</param>
    public static void Apply(Picture source, int degrees, Picture target)
    {
        if (target.Size != (degrees == 180 ? source.Size : source.Size.Turned))
        {
            throw new ArgumentException($"A picture of {source.Size} turned by {degrees} degrees does not fit into {target.Size}.", nameof(target));
        }

        target.HasAlpha = source.HasAlpha;
        int width = source.Size.Width;
        int height = source.Size.Height;
        for (int y = 0; y < target.Size.Height; y++)
        {
            Span<uint> row = target.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = degrees switch
                {
                    90 => source.Row(height - 1 - x)[y],
                    180 => source.Row(height - 1 - y)[width - 1 - x],
                    270 => source.Row(x)[width - 1 - y],
                    _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Use 90, 180 or 270."),
                };
            }
        }
    }
}
