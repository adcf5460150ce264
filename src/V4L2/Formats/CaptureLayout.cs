using System.Diagnostics.CodeAnalysis;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.V4L2.Formats;

/// <summary>
/// Where the parts of a captured raw picture lie in a slot. The pieces of memory of a buffer follow each other, each at the start of a page;
/// the colour planes lie in them as the driver puts them. Immutable.
/// </summary>
public sealed class CaptureLayout
{
    private readonly long[] _memoryOffsets;
    private readonly int[] _memoryOf;
    private readonly PlaneLayout[] _planes;

    private CaptureLayout(CaptureFormat capture, PixelFormat format, long[] memoryOffsets, int[] memoryOf, PlaneLayout[] planes, long slotSize)
    {
        Capture = capture;
        Format = format;
        _memoryOffsets = memoryOffsets;
        _memoryOf = memoryOf;
        _planes = planes;
        SlotSize = slotSize;
    }

    /// <summary>What the device gives.</summary>
    public CaptureFormat Capture { get; }

    /// <summary>What it is in a ring.</summary>
    public PixelFormat Format { get; }

    /// <summary>Bytes that a slot needs: all pieces of memory, each rounded up to whole pages.</summary>
    public long SlotSize { get; }

    /// <summary>Whether rings have a pixel format for a code of V4L2's.</summary>
    /// <param name="code">V4L2's code.</param>
    /// <returns>False for compressed formats and for those that no ring can describe.</returns>
    public static bool IsKnown(FourCC code) => FormatMap.TryGet(code, out _);

    /// <summary>Makes the layout of a device's format.</summary>
    /// <param name="capture">The format that was agreed on.</param>
    /// <param name="layout">The layout.</param>
    /// <returns>False if rings have no such pixel format, or the driver's sizes do not fit it.</returns>
    public static bool TryCreate(CaptureFormat capture, [NotNullWhen(true)] out CaptureLayout? layout)
    {
        ArgumentNullException.ThrowIfNull(capture);
        layout = null;
        if (!FormatMap.TryGet(capture.Code, out FormatMapping? mapping) || mapping.Format.PlaneCount > FrameMetadata.MaxPlanes
            || capture.Width < 1 || capture.Height < 1 || capture.Planes.Count != (mapping.IsSplit ? mapping.Format.PlaneCount : 1))
        {
            return false;
        }

        long[] memoryOffsets = new long[capture.Planes.Count];
        long size = 0;
        for (int memory = 0; memory < memoryOffsets.Length; memory++)
        {
            memoryOffsets[memory] = size;
            size += RoundUp(capture.Planes[memory].Size);
        }

        PixelFormat format = mapping.Format;
        int[] memoryOf = new int[format.PlaneCount];
        PlaneLayout[] planes = new PlaneLayout[format.PlaneCount];
        long end = 0;
        for (int place = 0; place < planes.Length; place++)
        {
            // The place in memory counts from the front; with Cr first the third plane comes second.
            int plane = mapping.IsChromaSwapped && place > 0 ? 3 - place : place;
            int memory = mapping.IsSplit ? place : 0;
            long start = mapping.IsSplit ? 0 : end;
            int stride = StrideOf(capture, format, mapping.IsSplit, plane, memory);
            end = start + ((long)stride * format.Rows(plane, capture.Height));
            if (stride < format.RowBytes(plane, capture.Width) || end > capture.Planes[memory].Size)
            {
                return false;
            }

            memoryOf[plane] = memory;
            planes[plane] = new PlaneLayout(memoryOffsets[memory] + start, stride);
        }

        layout = new CaptureLayout(capture, format, memoryOffsets, memoryOf, planes, size);
        return true;
    }

    /// <summary>Offset of a piece of memory in the slot.</summary>
    /// <param name="memory">Number of the piece.</param>
    /// <returns>Bytes, a multiple of the page size.</returns>
    public long GetMemoryOffset(int memory) => _memoryOffsets[memory];

    /// <summary>Bytes of the slot that a piece of memory may use.</summary>
    /// <param name="memory">Number of the piece.</param>
    /// <returns>Bytes, a multiple of the page size.</returns>
    public long GetMemorySize(int memory) => RoundUp(Capture.Planes[memory].Size);

    /// <summary>Says in a frame's metadata what the picture is and where its planes lie.</summary>
    /// <param name="metadata">Gets format, size, planes and colours; the rest stays.</param>
    public void Describe(ref FrameMetadata metadata) => Describe(ref metadata, default);

    /// <summary>As above, for a driver that puts something before the picture.</summary>
    /// <param name="metadata">Gets format, size, planes and colours; the rest stays.</param>
    /// <param name="dataOffsets">Bytes before the picture in each piece of memory.</param>
    public void Describe(ref FrameMetadata metadata, in PlaneValues dataOffsets)
    {
        metadata.Format = Format.FourCC;
        metadata.PlaneCount = _planes.Length;
        metadata.CodedWidth = Capture.Width;
        metadata.CodedHeight = Capture.Height;
        metadata.Crop = new CropRectangle(0, 0, Capture.Width, Capture.Height);
        metadata.Primaries = Capture.Colour.Primaries;
        metadata.Transfer = Capture.Colour.Transfer;
        metadata.Matrix = Capture.Colour.Matrix;
        metadata.Range = Capture.Colour.Range;
        metadata.BytesUsed = SlotSize;
        for (int plane = 0; plane < _planes.Length; plane++)
        {
            metadata.SetPlane(plane, _planes[plane] with { Offset = _planes[plane].Offset + dataOffsets[_memoryOf[plane]] });
        }
    }

    /// <summary>Bytes of a piece of memory that the driver must have filled, from the first byte of the picture to the last.</summary>
    /// <param name="memory">Number of the piece.</param>
    /// <returns>Bytes.</returns>
    public long GetPictureSize(int memory)
    {
        long end = 0;
        for (int plane = 0; plane < _planes.Length; plane++)
        {
            if (_memoryOf[plane] == memory)
            {
                // The padding behind the last row need not be there.
                long last = (long)_planes[plane].Stride * (Format.Rows(plane, Capture.Height) - 1);
                end = Math.Max(end, _planes[plane].Offset - _memoryOffsets[memory] + last + Format.RowBytes(plane, Capture.Width));
            }
        }

        return end;
    }

    // In one piece of memory the driver tells the stride of the first plane; the others' follow from their shares of a row.
    private static int StrideOf(CaptureFormat capture, PixelFormat format, bool isSplit, int plane, int memory)
    {
        const int Wide = 64;
        int first = capture.Planes[memory].Stride;
        if (first == 0)
        {
            return (int)format.RowBytes(plane, capture.Width);
        }

        return isSplit ? first : (int)(first * format.RowBytes(plane, Wide) / format.RowBytes(0, Wide));
    }

    private static long RoundUp(long size) => (size + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
}
