using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Producer.Decoding;

/// <summary>How a picture is shown: mirrored first, then turned clockwise.</summary>
/// <param name="Mirroring">What is exchanged.</param>
/// <param name="Rotation">0, 90, 180 or 270 degrees.</param>
internal readonly record struct Orientation(Mirroring Mirroring, short Rotation)
{
    /// <summary>Of a display matrix as FFmpeg gives it, which moves the point (x, y) to (ax + cy, bx + dy). Nothing else of it counts.</summary>
    /// <param name="matrix">a, b, u, c, d, v, x, y, w.</param>
    /// <returns>The nearest one that there is; as the picture lies if the matrix makes a line or a point of it.</returns>
    internal static Orientation OfMatrix(ReadOnlySpan<int> matrix)
    {
        (long a, long b, long c, long d) = (matrix[0], matrix[1], matrix[3], matrix[4]);

        // The determinant is ad - bc: it is negative if the matrix mirrors. Scaling widens both products alike, so the larger one tells whether
        // the sides stay or change places: by 45 degrees they are equal, and the sides stay.
        (long kept, long exchanged) = (a * d, b * c);
        if (kept == exchanged)
        {
            return default;
        }

        bool isMirrored = kept < exchanged;
        bool staysUpright = (a > 0) != isMirrored;
        bool turnsRight = (b > 0) != isMirrored;
        short turn = Math.Abs(kept) >= Math.Abs(exchanged)
            ? staysUpright ? (short)0 : (short)180
            : turnsRight ? (short)90 : (short)270;
        return new Orientation(isMirrored ? Mirroring.LeftRight : Mirroring.None, turn);
    }

    internal void Describe(ref FrameMetadata metadata)
    {
        metadata.Mirroring = Mirroring;
        metadata.Rotation = Rotation;
    }
}
