using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Media.Pictures;

/// <summary>Mirrors and turns pictures as their frame says, so that they are upright.</summary>
public static class Upright
{
    /// <summary>Whether a frame's picture is not shown as it lies.</summary>
    /// <param name="metadata">The frame. A turn or mirroring that there is not counts as none.</param>
    /// <returns>True if <see cref="Apply"/> has something to do.</returns>
    public static bool IsNeeded(in FrameMetadata metadata) => TurnOf(metadata) != 0 || IsMirrored(metadata);

    /// <summary>Copies a picture: left and right are exchanged first, then it is turned clockwise.</summary>
    /// <param name="source">The picture as it lies.</param>
    /// <param name="metadata">Its frame.</param>
    /// <param name="target">Another picture: with width and height exchanged for 90 and 270 degrees, else of the same size.</param>
    public static void Apply(Picture source, in FrameMetadata metadata, Picture target)
    {
        int turn = TurnOf(metadata);
        bool isMirrored = IsMirrored(metadata);
        if (target.Size != (turn is 90 or 270 ? source.Size.Turned : source.Size))
        {
            throw new ArgumentException($"A picture of {source.Size} turned by {turn} degrees does not fit into {target.Size}.", nameof(target));
        }

        target.HasAlpha = source.HasAlpha;
        int right = source.Size.Width - 1;
        int bottom = source.Size.Height - 1;
        for (int y = 0; y < target.Size.Height; y++)
        {
            Span<uint> row = target.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                // Where the pixel is in the mirrored picture, and then in the one that is mirrored.
                (int column, int line) = turn switch
                {
                    90 => (y, bottom - x),
                    180 => (right - x, bottom - y),
                    270 => (right - y, x),
                    _ => (x, y),
                };
                row[x] = source.Row(line)[isMirrored ? right - column : column];
            }
        }
    }

    private static int TurnOf(in FrameMetadata metadata) => metadata.Rotation is 90 or 180 or 270 ? metadata.Rotation : 0;

    private static bool IsMirrored(in FrameMetadata metadata) => metadata.Mirroring == Mirroring.LeftRight;
}
