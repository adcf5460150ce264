using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Media.Pictures;

/// <summary>Mirrors and turns pictures as their frame says, so that they are upright.</summary>
public static unsafe class Upright
{
    private const int BlockSide = 32;

    /// <summary>Whether a frame's picture is not shown as it lies.</summary>
    /// <param name="metadata">The frame. A turn or mirroring that there is not counts as none.</param>
    /// <returns>True if <see cref="Apply"/> has something to do.</returns>
    public static bool IsNeeded(in FrameMetadata metadata) => metadata.Turn != 0 || IsMirrored(metadata);

    /// <summary>Copies a picture: left and right are exchanged first, then it is turned clockwise.</summary>
    /// <param name="source">The picture as it lies.</param>
    /// <param name="metadata">Its frame.</param>
    /// <param name="target">Another picture: with width and height exchanged for 90 and 270 degrees, else of the same size.</param>
    public static void Apply(Picture source, in FrameMetadata metadata, Picture target)
    {
        int turn = metadata.Turn;
        bool isMirrored = IsMirrored(metadata);
        if (target.Size != (turn is 90 or 270 ? source.Size.Turned : source.Size))
        {
            throw new ArgumentException($"A picture of {source.Size} turned by {turn} degrees does not fit into {target.Size}.", nameof(target));
        }

        target.HasAlpha = source.HasAlpha;
        if (turn is 90 or 270)
        {
            Transpose(source, target, fromBottom: turn == 90, fromRight: (turn == 270) != isMirrored);
        }
        else
        {
            CopyRows(source, target, fromBottom: turn == 180, fromRight: (turn == 180) != isMirrored);
        }
    }

    private static void CopyRows(Picture source, Picture target, bool fromBottom, bool fromRight)
    {
        int height = source.Size.Height;
        for (int y = 0; y < height; y++)
        {
            Span<uint> row = target.Row(y);
            source.Row(fromBottom ? height - 1 - y : y).CopyTo(row);
            if (fromRight)
            {
                row.Reverse();
            }
        }
    }

    // In blocks, for the source is read down its columns: so each line of the cache is used while it is there.
    private static void Transpose(Picture source, Picture target, bool fromBottom, bool fromRight)
    {
        PictureSize size = target.Size;
        for (int top = 0; top < size.Height; top += BlockSide)
        {
            for (int left = 0; left < size.Width; left += BlockSide)
            {
                int right = Math.Min(left + BlockSide, size.Width);
                for (int y = top; y < Math.Min(top + BlockSide, size.Height); y++)
                {
                    int column = fromRight ? size.Height - 1 - y : y;
                    int line = fromBottom ? size.Width - 1 - left : left;
                    uint* from = (uint*)(source.Pixels + ((long)line * source.Stride)) + column;
                    long step = (fromBottom ? -source.Stride : source.Stride) / sizeof(uint);
                    Span<uint> row = target.Row(y)[left..right];
                    for (int x = 0; x < row.Length; x++)
                    {
                        row[x] = *from;
                        from += step;
                    }
                }
            }
        }
    }

    private static bool IsMirrored(in FrameMetadata metadata) => metadata.Mirroring == Mirroring.LeftRight;
}
