using FrameRing.Formats;

namespace FrameRing.Producer.Sources.Pattern;

/// <summary>
/// Paints a moving picture whose frame number a program can read: a row of 32 blocks at the top, the highest bit first, white is 1.
/// Below run diagonal ramps. A row is one copy from a ramp made beforehand, so painting keeps up with 4K at high rates.
/// </summary>
internal sealed class PatternPainter
{
    internal const int Bits = 32;

    /// <summary>Lines of the blocks.</summary>
    internal const int BlockHeight = 16;

    private const int Period = 256;

    private readonly PatternSpecification _picture;
    private readonly byte[][] _ramps;
    private readonly int[] _unitBytes;
    private readonly byte[][] _white;
    private readonly byte[][] _black;

    internal PatternPainter(PatternSpecification picture)
    {
        _picture = picture;
        PixelFormat format = picture.Format;
        _unitBytes = [.. Enumerable.Range(0, format.PlaneCount).Select(plane => (int)format.RowBytes(plane, 1))];
        _white = [.. Enumerable.Range(0, format.PlaneCount).Select(plane => Unit(format, plane, 235, 128))];
        _black = [.. Enumerable.Range(0, format.PlaneCount).Select(plane => Unit(format, plane, 16, 128))];
        _ramps = [.. Enumerable.Range(0, format.PlaneCount).Select(MakeRamp)];
    }

    internal static bool CanPaint(PixelFormat format) =>
        format.Kind is PixelFormatKind.Yuv or PixelFormatKind.Rgb or PixelFormatKind.Grey
        && format.BitsPerComponent == 8 && format.PlaneCount <= 3;

    /// <summary>Paints one plane.</summary>
    /// <param name="plane">Index of the plane.</param>
    /// <param name="target">The plane's bytes.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="number">The frame's number.</param>
    internal void Paint(int plane, Span<byte> target, int stride, uint number)
    {
        PixelFormat format = _picture.Format;
        int rowBytes = (int)format.RowBytes(plane, _picture.Width);
        int rows = format.Rows(plane, _picture.Height);
        int blockRows = format.Rows(plane, BlockHeight);
        int unit = _unitBytes[plane];
        ReadOnlySpan<byte> ramp = _ramps[plane];

        PaintBlocks(plane, target[..rowBytes], number);
        for (int row = 1; row < rows; row++)
        {
            Span<byte> line = target.Slice(row * stride, rowBytes);
            if (row < blockRows)
            {
                target[..rowBytes].CopyTo(line);
            }
            else
            {
                int shift = (int)((row + (number * 4L)) % Period);
                ramp.Slice(shift * unit, rowBytes).CopyTo(line);
            }
        }
    }

    private void PaintBlocks(int plane, Span<byte> line, uint number)
    {
        int unit = _unitBytes[plane];
        int units = line.Length / unit;
        for (int index = 0; index < units; index++)
        {
            int bit = Bits - 1 - (int)((long)index * Bits / units);
            ReadOnlySpan<byte> colour = (number >> bit & 1) != 0 ? _white[plane] : _black[plane];
            colour.CopyTo(line.Slice(index * unit, unit));
        }
    }

    private byte[] MakeRamp(int plane)
    {
        PixelFormat format = _picture.Format;
        int units = (int)(format.RowBytes(plane, _picture.Width) / _unitBytes[plane]) + Period;
        byte[] ramp = new byte[units * _unitBytes[plane]];
        for (int index = 0; index < units; index++)
        {
            // A triangle without a jump, within the limited range.
            int phase = index % Period;
            int level = phase < Period / 2 ? phase : Period - 1 - phase;
            Unit(format, plane, (byte)(40 + level), (byte)(64 + level)).CopyTo(ramp, index * _unitBytes[plane]);
        }

        return ramp;
    }

    // One sample of a plane: for packed 4:2:2 that is two pixels.
    private static byte[] Unit(PixelFormat format, int plane, byte luma, byte chroma)
    {
        int bytes = (int)format.RowBytes(plane, 1);
        if (format.Kind == PixelFormatKind.Rgb)
        {
            byte[] pixel = [.. Enumerable.Repeat(luma, bytes)];
            int alpha = format.Name switch { "rgba" or "bgra" => 3, "argb" or "abgr" => 0, _ => -1 };
            if (alpha >= 0)
            {
                pixel[alpha] = 255;
            }

            return pixel;
        }

        return (plane, bytes, format.Name) switch
        {
            (0, 4, "uyvy422") => [chroma, luma, (byte)(255 - chroma), luma],
            (0, 4, "yvyu422") => [luma, (byte)(255 - chroma), luma, chroma],
            (0, 4, _) => [luma, chroma, luma, (byte)(255 - chroma)],
            (0, _, _) => [luma],
            (1, 2, _) => [chroma, (byte)(255 - chroma)],
            (1, _, _) => [chroma],
            _ => [(byte)(255 - chroma)],
        };
    }
}
