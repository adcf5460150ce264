namespace FrameRing.Formats;

/// <summary>
/// The shape of a pixel format: how many planes it has and how large a row and a plane are. Rows and widths are those of the whole
/// picture; chroma is rounded up, as FFmpeg and V4L2 do. Immutable; safe on any thread.
/// </summary>
public sealed class PixelFormat
{
    private readonly PlaneShape[] _planes;

    internal PixelFormat(FourCC fourCC, string name, string description, int bitsPerComponent, PixelFormatKind kind, params PlaneShape[] planes)
    {
        FourCC = fourCC;
        Name = name;
        Description = description;
        BitsPerComponent = bitsPerComponent;
        Kind = kind;
        _planes = planes;
    }

    /// <summary>The format's code in the ring.</summary>
    public FourCC FourCC { get; }

    /// <summary>The name FFmpeg users know, like <c>yuv420p10le</c>.</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Description { get; }

    /// <summary>Significant bits of one component.</summary>
    public int BitsPerComponent { get; }

    /// <summary>What the components are.</summary>
    public PixelFormatKind Kind { get; }

    /// <summary>Number of planes, 1 to 4.</summary>
    public int PlaneCount => _planes.Length;

    /// <summary>log2 of how many pixels of width share one chroma sample; 0 if chroma is not subsampled.</summary>
    public int ChromaWidthShift => PlaneCount > 1 ? _planes[1].WidthShift : _planes[0].WidthShift;

    /// <summary>log2 of how many lines share one chroma sample.</summary>
    public int ChromaHeightShift => PlaneCount > 1 ? _planes[1].HeightShift : 0;

    /// <summary>Bytes of one row of a plane without padding.</summary>
    /// <param name="plane">Index of the plane.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <returns>Bytes.</returns>
    public long RowBytes(int plane, int width)
    {
        PlaneShape shape = _planes[plane];
        return shape.FixedRowBytes > 0 ? shape.FixedRowBytes : ShiftUp(width, shape.WidthShift) * shape.BytesPerSample;
    }

    /// <summary>Number of rows of a plane.</summary>
    /// <param name="plane">Index of the plane.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <returns>Rows.</returns>
    public int Rows(int plane, int height)
    {
        PlaneShape shape = _planes[plane];
        return shape.FixedRowBytes > 0 ? 1 : (int)ShiftUp(height, shape.HeightShift);
    }

    /// <summary>Bytes into a row where the pixel column <paramref name="x"/> begins; x is rounded down to a whole sample.</summary>
    /// <param name="plane">Index of the plane.</param>
    /// <param name="x">Column in pixels.</param>
    /// <returns>Bytes.</returns>
    public long ColumnOffset(int plane, int x)
    {
        PlaneShape shape = _planes[plane];
        return shape.FixedRowBytes > 0 ? 0 : (long)(x >> shape.WidthShift) * shape.BytesPerSample;
    }

    /// <summary>The row of a plane that holds the picture's line <paramref name="y"/>.</summary>
    /// <param name="plane">Index of the plane.</param>
    /// <param name="y">Line in pixels.</param>
    /// <returns>Row index.</returns>
    public int RowOffset(int plane, int y) => _planes[plane].FixedRowBytes > 0 ? 0 : y >> _planes[plane].HeightShift;

    // Chroma of planes of its own is rounded to the left and up, as av_frame_apply_cropping of FFmpeg does. The first plane must begin at the pixel.
    internal bool CanBeginAt(int x, int y) => Kind == PixelFormatKind.Bayer ? ((x | y) & 1) == 0 : (x & ((1 << _planes[0].WidthShift) - 1)) == 0;

    /// <summary>Bytes of a picture with no padding at all, planes one behind the other.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <returns>Bytes.</returns>
    public long PackedSize(int width, int height)
    {
        long size = 0;
        for (int plane = 0; plane < PlaneCount; plane++)
        {
            size += RowBytes(plane, width) * Rows(plane, height);
        }

        return size;
    }

    /// <summary>Code and name, like <c>NV12 (nv12)</c>.</summary>
    public override string ToString() => $"{FourCC} ({Name})";

    private static long ShiftUp(int value, int shift) => (value + (1L << shift) - 1) >> shift;
}
