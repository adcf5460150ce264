using System.Numerics;
using FrameRing.Media.Pictures;

namespace FrameRing.Media.Scaling;

/// <summary>
/// Scales a picture with alpha. Every pixel counts as much as it is opaque, so that the colours of transparent pixels, which nobody sees,
/// do not get into their neighbours; libswscale scales colours and alpha each for itself. One thread at a time; allocates nothing per picture.
/// </summary>
internal sealed class AlphaScaler
{
    private readonly PictureSize _from;
    private readonly PictureSize _to;
    private readonly ResamplingFilter _across;
    private readonly ResamplingFilter _down;
    private readonly Vector4[] _source;
    private readonly Vector4[] _sum;

    // The newest rows in the new width, as many as a column's filter reads.
    private readonly Vector4[][] _rows;

    internal AlphaScaler(PictureSize from, PictureSize to, ScalingQuality quality)
    {
        _from = from;
        _to = to;
        _across = new ResamplingFilter(from.Width, to.Width, quality);
        _down = new ResamplingFilter(from.Height, to.Height, quality);
        _source = new Vector4[from.Width];
        _sum = new Vector4[to.Width];
        _rows = new Vector4[_down.Taps][];
        for (int row = 0; row < _rows.Length; row++)
        {
            _rows[row] = new Vector4[to.Width];
        }
    }

    /// <summary>Scales.</summary>
    /// <param name="source">Colours and alpha, not multiplied.</param>
    /// <param name="target">The same in its own size. What is fully transparent is 0.</param>
    internal void Scale(Picture source, Picture target)
    {
        int known = 0;
        for (int y = 0; y < _to.Height; y++)
        {
            int first = _down.First(y);
            for (; known < first + _down.Taps; known++)
            {
                ScaleRow(source.Row(known), _rows[known % _rows.Length]);
            }

            ReadOnlySpan<float> weights = _down.Weights(y);
            Array.Clear(_sum);
            for (int tap = 0; tap < weights.Length; tap++)
            {
                Add(weights[tap], _rows[(first + tap) % _rows.Length], _sum);
            }

            Span<uint> row = target.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = Pack(_sum[x]);
            }
        }

        target.HasAlpha = true;
    }

    private static void Add(float weight, ReadOnlySpan<Vector4> row, Span<Vector4> sum)
    {
        for (int x = 0; x < sum.Length; x++)
        {
            sum[x] += weight * row[x];
        }
    }

    private void ScaleRow(ReadOnlySpan<uint> source, Vector4[] target)
    {
        for (int x = 0; x < _from.Width; x++)
        {
            uint pixel = source[x];
            float alpha = pixel >> 24;
            _source[x] = new Vector4((pixel & 0xFF) * alpha, ((pixel >> 8) & 0xFF) * alpha, ((pixel >> 16) & 0xFF) * alpha, alpha);
        }

        for (int x = 0; x < target.Length; x++)
        {
            ReadOnlySpan<float> weights = _across.Weights(x);
            ReadOnlySpan<Vector4> pixels = _source.AsSpan(_across.First(x), weights.Length);
            Vector4 sum = Vector4.Zero;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += weights[tap] * pixels[tap];
            }

            target[x] = sum;
        }
    }

    // A cubic swings a little beyond the edges it meets.
    private static uint Pack(Vector4 sum)
    {
        uint alpha = ToByte(sum.W);
        return alpha == 0 ? 0 : (alpha << 24) | (ToByte(sum.Z / sum.W) << 16) | (ToByte(sum.Y / sum.W) << 8) | ToByte(sum.X / sum.W);
    }

    private static uint ToByte(float value) => (uint)(Math.Clamp(value, 0, byte.MaxValue) + 0.5f);
}
