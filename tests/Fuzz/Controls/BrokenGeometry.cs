using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Controls;

/// <summary>
/// A copy of the check of a picture against its slot, with one bound left out each time: what the fuzzer must find, or its silence
/// means nothing. Not to be mended.
/// </summary>
internal static class BrokenGeometry
{
    /// <summary>Forgets that rows stored upwards may begin before the slot.</summary>
    internal static bool WithoutStart(in FrameMetadata metadata, long slotSize) => Check(metadata, slotSize, checksStart: false, checksEnd: true);

    /// <summary>Forgets that the last row may end behind the slot.</summary>
    internal static bool WithoutEnd(in FrameMetadata metadata, long slotSize) => Check(metadata, slotSize, checksStart: true, checksEnd: false);

    private static bool Check(in FrameMetadata metadata, long slotSize, bool checksStart, bool checksEnd)
    {
        CropRectangle crop = metadata.Crop;
        if (metadata.CodedWidth is < 1 or > FrameGeometry.MaxDimension || metadata.CodedHeight is < 1 or > FrameGeometry.MaxDimension
            || metadata.PlaneCount is < 1 or > FrameMetadata.MaxPlanes || metadata.BytesUsed < 0 || metadata.BytesUsed > slotSize
            || crop.X < 0 || crop.Y < 0 || crop.Width < 1 || crop.Height < 1
            || (long)crop.X + crop.Width > metadata.CodedWidth || (long)crop.Y + crop.Height > metadata.CodedHeight
            || !PixelFormats.TryGet(metadata.Format, out PixelFormat? format) || format.PlaneCount != metadata.PlaneCount)
        {
            return FrameGeometry.TryCreate(metadata, slotSize, out _);
        }

        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            PlaneLayout layout = metadata.GetPlane(plane);
            long rowBytes = format.RowBytes(plane, metadata.CodedWidth);
            long lastRow = (format.Rows(plane, metadata.CodedHeight) - 1L) * layout.Stride;
            if (layout.Offset < 0 || layout.Offset >= slotSize || Math.Abs((long)layout.Stride) < rowBytes
                || (checksStart && layout.Offset + Math.Min(0, lastRow) < 0)
                || (checksEnd && layout.Offset + Math.Max(0, lastRow) + rowBytes > slotSize))
            {
                return false;
            }
        }

        return true;
    }
}
