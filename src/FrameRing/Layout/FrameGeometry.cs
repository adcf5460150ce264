using FrameRing.Formats;

namespace FrameRing.Layout;

/// <summary>
/// A frame's shape after it was checked: every row of every plane lies inside the slot. Made from a private copy of the metadata,
/// never from shared memory, so that nobody can change it between check and use.
/// </summary>
public readonly struct FrameGeometry
{
    /// <summary>The largest width and height that are taken as sane, in pixels.</summary>
    public const int MaxDimension = 65_536;

    private readonly FrameMetadata.PlaneLayouts _planes;
    private readonly PlaneExtents _extents;

    private FrameGeometry(PixelFormat? format, in FrameMetadata metadata, PlaneExtents extents)
    {
        PixelFormat = format;
        Width = metadata.CodedWidth;
        Height = metadata.CodedHeight;
        Crop = metadata.Crop;
        PlaneCount = metadata.PlaneCount;
        _planes = metadata.Planes;
        _extents = extents;
    }

    /// <summary>The format if <see cref="PixelFormats"/> knows it, else null; then only offsets and lengths are known.</summary>
    public PixelFormat? PixelFormat { get; }

    /// <summary>Width of the stored picture in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the stored picture in pixels.</summary>
    public int Height { get; }

    /// <summary>The part to be shown; lies inside the stored picture.</summary>
    public CropRectangle Crop { get; }

    /// <summary>Number of planes, 1 to 4.</summary>
    public int PlaneCount { get; }

    /// <summary>
    /// Whether the visible part of every plane is whole bytes of its rows. It is not if the format is unknown, or if <see cref="Crop"/> begins in
    /// the middle of what one sample stands for: between the two pixels of packed 4:2:2, or inside the pattern of a mosaic.
    /// </summary>
    public bool HasVisibleRows => PixelFormat is { } format && format.CanBeginAt(Crop.X, Crop.Y);

    /// <summary>Bytes of the visible picture with no padding at all, planes one behind the other. Only with <see cref="HasVisibleRows"/>.</summary>
    public long VisibleSize => VisibleFormat.PackedSize(Crop.Width, Crop.Height);

    /// <summary>Number of visible rows of a plane. Only with <see cref="HasVisibleRows"/>.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>Rows; chroma that only half of is visible counts.</returns>
    public int GetVisibleRowCount(int plane) => VisibleFormat.Rows(CheckPlane(plane), Crop.Height);

    // Where the visible bytes of a row begin in the slot, and how many they are.
    internal (long Start, int Length) GetVisibleRow(int plane, int row)
    {
        PixelFormat format = VisibleFormat;
        PlaneLayout layout = _planes[CheckPlane(plane)];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)format.Rows(plane, Crop.Height), nameof(row));
        long first = layout.Offset + ((long)(format.RowOffset(plane, Crop.Y) + row) * layout.Stride);
        return (first + format.ColumnOffset(plane, Crop.X), (int)format.RowBytes(plane, Crop.Width));
    }

    private PixelFormat VisibleFormat => HasVisibleRows ? PixelFormat! : throw new NotSupportedException(
        PixelFormat is null
            ? "The pixel format is not in the table, so the length of its rows is unknown."
            : $"The visible picture begins at pixel {Crop.X}, {Crop.Y}, inside a sample of {PixelFormat}, so it cannot be cut out by bytes.");

    /// <summary>Where the top row of a plane begins and how far the rows are apart.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>Offset in the slot, stride.</returns>
    public PlaneLayout GetPlane(int plane) => _planes[CheckPlane(plane)];

    /// <summary>The bytes of a plane from its lowest to its highest address.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>Offset of the lowest byte in the slot and number of bytes.</returns>
    public (long Start, long Length) GetExtent(int plane)
    {
        PlaneExtent extent = _extents[CheckPlane(plane)];
        return (extent.Start, extent.Length);
    }

    /// <summary>Checks metadata against a slot. Allocates nothing.</summary>
    /// <param name="metadata">A private copy.</param>
    /// <param name="slotSize">Bytes of the slot.</param>
    /// <param name="geometry">The checked shape.</param>
    /// <returns>False if any part would lie outside the slot or makes no sense.</returns>
    public static bool TryCreate(in FrameMetadata metadata, long slotSize, out FrameGeometry geometry)
    {
        geometry = default;
        CropRectangle crop = metadata.Crop;
        if (metadata.CodedWidth is < 1 or > MaxDimension || metadata.CodedHeight is < 1 or > MaxDimension
            || metadata.PlaneCount is < 1 or > FrameMetadata.MaxPlanes
            || metadata.BytesUsed < 0 || metadata.BytesUsed > slotSize
            || crop.X < 0 || crop.Y < 0 || crop.Width < 1 || crop.Height < 1
            || (long)crop.X + crop.Width > metadata.CodedWidth || (long)crop.Y + crop.Height > metadata.CodedHeight)
        {
            return false;
        }

        bool known = PixelFormats.TryGet(metadata.Format, out PixelFormat? format);
        if (known && format!.PlaneCount != metadata.PlaneCount)
        {
            return false;
        }

        PlaneExtents extents = default;
        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            PlaneLayout layout = metadata.Planes[plane];
            if (layout.Offset < 0 || layout.Offset >= slotSize)
            {
                return false;
            }

            if (!known)
            {
                extents[plane] = new PlaneExtent(layout.Offset, slotSize - layout.Offset);
                continue;
            }

            // At most 2^17 rows of strides below 2^31: far from overflowing 64 bits.
            long rowBytes = format!.RowBytes(plane, metadata.CodedWidth);
            long lastRow = (format.Rows(plane, metadata.CodedHeight) - 1L) * layout.Stride;
            long start = layout.Offset + Math.Min(0, lastRow);
            long end = layout.Offset + Math.Max(0, lastRow) + rowBytes;
            if (Math.Abs((long)layout.Stride) < rowBytes || start < 0 || end > slotSize)
            {
                return false;
            }

            extents[plane] = new PlaneExtent(start, end - start);
        }

        geometry = new FrameGeometry(format, metadata, extents);
        return true;
    }

    private int CheckPlane(int plane) =>
        (uint)plane < (uint)PlaneCount ? plane : throw new ArgumentOutOfRangeException(nameof(plane), plane, $"The frame has {PlaneCount} planes.");

    private readonly record struct PlaneExtent(long Start, long Length);

    [System.Runtime.CompilerServices.InlineArray(FrameMetadata.MaxPlanes)]
    private struct PlaneExtents
    {
        private PlaneExtent _first;
    }
}
