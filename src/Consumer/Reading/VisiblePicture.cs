using FrameRing.CommandLine;
using FrameRing.Formats;
using FrameRing.Reading;

namespace FrameRing.Consumer.Reading;

/// <summary>The rows of a frame's visible part, plane by plane, without padding: what ffmpeg calls rawvideo.</summary>
internal static class VisiblePicture
{
    internal static PixelFormat FormatOf(scoped in FrameView view) => view.Geometry.PixelFormat
        ?? throw new ToolException($"The frames have the pixel format {view.Metadata.Format}, which this program does not know.");

    internal static long SizeOf(scoped in FrameView view) => FormatOf(view).PackedSize(view.Geometry.Crop.Width, view.Geometry.Crop.Height);

    internal static int Rows(scoped in FrameView view, int plane) => FormatOf(view).Rows(plane, view.Geometry.Crop.Height);

    /// <summary>One row in place.</summary>
    internal static ReadOnlySpan<byte> Row(scoped in FrameView view, int plane, int row)
    {
        PixelFormat format = FormatOf(view);
        CropRectangle crop = view.Geometry.Crop;
        ReadOnlySpan<byte> coded = view.GetRow(plane, format.RowOffset(plane, crop.Y) + row);
        return coded.Slice((int)format.ColumnOffset(plane, crop.X), (int)format.RowBytes(plane, crop.Width));
    }
}
