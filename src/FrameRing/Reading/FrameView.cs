using System.Diagnostics.CodeAnalysis;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Reading;

/// <summary>
/// One frame where it lies in shared memory, read-only: a write through it is SIGSEGV. Valid until the next call on its reader. The
/// producer may use the slot again at any time, so: use the pixels, call <see cref="Validate"/>, and throw away what you computed
/// unless it says <see cref="ReadStatus.Ok"/>.
/// </summary>
public readonly unsafe ref struct FrameView
{
    private readonly IViewOwner _owner;
    private readonly Segments.FrameSegment _segment;
    private readonly int _slot;
    private readonly uint _call;
    private readonly FrameGeometry _geometry;
    private readonly FrameMetadata _metadata;

    internal FrameView(IViewOwner owner, Segments.FrameSegment segment, int slot, scoped in FrameMetadata metadata, scoped in FrameGeometry geometry, ulong lost)
    {
        _owner = owner;
        _segment = segment;
        _call = owner.Call;
        _slot = slot;
        _metadata = metadata;
        _geometry = geometry;
        Lost = lost;
    }

    /// <summary>The frame's number.</summary>
    public ulong Sequence => _metadata.Sequence;

    /// <summary>Frames that were overwritten between the one handed out before and this one.</summary>
    public ulong Lost { get; }

    /// <summary>Number of the slot, for display.</summary>
    public int Slot => _slot;

    /// <summary>What the frame is: a private copy, checked against the slot.</summary>
    [UnscopedRef]
    public ref readonly FrameMetadata Metadata => ref _metadata;

    /// <summary>Where the planes are, checked: every row lies inside the slot.</summary>
    [UnscopedRef]
    public ref readonly FrameGeometry Geometry => ref _geometry;

    /// <summary>Number of planes, 1 to 4.</summary>
    public int PlaneCount => _geometry.PlaneCount;

    /// <summary>The bytes of a plane from its lowest address to its highest. With a negative stride the top row is the last one.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>The pixels themselves, not a copy; they change if the producer uses the slot again. At most 2 GiB, as a span can hold.</returns>
    public ReadOnlySpan<byte> GetPlane(int plane)
    {
        ThrowIfStale();
        (long start, long length) = _geometry.GetExtent(plane);
        return new ReadOnlySpan<byte>(_segment.Slot(_slot) + start, (int)Math.Min(length, int.MaxValue));
    }

    /// <summary>One row of a plane without padding, in coded width; row 0 is the top one. Only for formats that <see cref="PixelFormats"/> knows.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <param name="row">0 to the number of the plane's rows - 1.</param>
    /// <returns>The pixels themselves, not a copy.</returns>
    public ReadOnlySpan<byte> GetRow(int plane, int row)
    {
        ThrowIfStale();
        PixelFormat format = _geometry.PixelFormat ?? throw new NotSupportedException($"The pixel format {_metadata.Format} is not in the table, so the length of its rows is unknown.");
        PlaneLayout layout = _geometry.GetPlane(plane);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)format.Rows(plane, _geometry.Height), nameof(row));
        return new ReadOnlySpan<byte>(_segment.Slot(_slot) + layout.Offset + ((long)row * layout.Stride), (int)format.RowBytes(plane, _geometry.Width));
    }

    /// <summary>Bytes of the visible picture with no padding at all, planes one behind the other: what <see cref="CopyTo"/> needs.</summary>
    /// <exception cref="NotSupportedException">As <see cref="GetVisibleRow"/>.</exception>
    public long VisibleSize => _geometry.VisibleSize;

    /// <summary>
    /// The part of a row that is to be shown (<see cref="FrameMetadata.Crop"/>). A chroma sample that is partly visible counts, as FFmpeg has
    /// it: the left and the upper edge are rounded down, the size is rounded up.
    /// </summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <param name="row">0 for the top visible one, to <see cref="FrameGeometry.GetVisibleRowCount"/> - 1.</param>
    /// <returns>The pixels themselves, not a copy.</returns>
    /// <exception cref="NotSupportedException">The format or the crop does not allow it; see <see cref="FrameGeometry.HasVisibleRows"/>.</exception>
    public ReadOnlySpan<byte> GetVisibleRow(int plane, int row)
    {
        ThrowIfStale();
        (long start, int length) = _geometry.GetVisibleRow(plane, row);
        return new ReadOnlySpan<byte>(_segment.Slot(_slot) + start, length);
    }

    /// <summary>
    /// Copies the visible picture without padding, planes one behind the other, rows from the top: what ffmpeg calls rawvideo. The copy is to
    /// be thrown away unless <see cref="Validate"/> says <see cref="ReadStatus.Ok"/> afterwards.
    /// </summary>
    /// <param name="destination">At least <see cref="VisibleSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    /// <exception cref="NotSupportedException">As <see cref="GetVisibleRow"/>.</exception>
    public void CopyTo(Span<byte> destination)
    {
        long size = VisibleSize;
        if (destination.Length < size)
        {
            throw new ArgumentException($"The visible picture has {size} bytes, and there is room for {destination.Length}.", nameof(destination));
        }

        for (int plane = 0; plane < PlaneCount; plane++)
        {
            int rows = _geometry.GetVisibleRowCount(plane);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<byte> pixels = GetVisibleRow(plane, row);
                pixels.CopyTo(destination);
                destination = destination[pixels.Length..];
            }
        }
    }

    /// <summary>Bytes from one row of a plane to the next; negative if the rows are stored bottom up.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>Bytes.</returns>
    public int GetStride(int plane) => _geometry.GetPlane(plane).Stride;

    /// <summary>The first byte of a plane's top row. Unchecked: nothing stops a caller from reading past the plane.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>An address in the read-only mapping.</returns>
    public byte* DangerousGetPlanePointer(int plane) => _segment.Slot(_slot) + _geometry.GetPlane(plane).Offset;

    /// <summary>Says whether everything read from this view so far was this frame. To be called after the last use of the pixels.</summary>
    /// <returns><see cref="ReadStatus.Ok"/> or <see cref="ReadStatus.Overwritten"/>; of a leased frame <see cref="ReadStatus.Revoked"/>.</returns>
    public ReadStatus Validate()
    {
        ThrowIfStale();
        return _segment.Stamp(_slot).StillReady(_metadata.Sequence) ? ReadStatus.Ok : _owner.NoteOverwritten();
    }

    internal bool IsOf(FrameRingReader reader) => ReferenceEquals(_owner, reader) && reader.Call == _call;

    internal Segments.FrameSegment Segment => _segment;

    // The memory behind a view of an earlier call may be unmapped: an exception instead of a fault that ends the process.
    private void ThrowIfStale()
    {
        if (_owner is null || _owner.Call != _call)
        {
            ThrowStale();
        }
    }

    [DoesNotReturn]
    private static void ThrowStale() =>
        throw new InvalidOperationException("This view is over: it was valid until the next call on its reader, or until its lease was given back. Use a frame before reading on.");
}
