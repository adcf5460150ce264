using FrameRing.Layout;
using FrameRing.Reading;

namespace FrameRing.Fuzz.Core;

/// <summary>Looks whether all that a view hands out lies in its slot, and really reads it, so that what does not is SIGSEGV.</summary>
internal static unsafe class ViewProbe
{
    private const int SampledRows = 32;

    /// <summary>Where what was read goes, so that no compiler leaves the reading out.</summary>
    private static long s_sink;

    /// <summary>Reads a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="sequence">The frame that was asked for; null if the reader chose it.</param>
    /// <param name="segment">Where the segment's geometry begins, null if unknown.</param>
    /// <param name="geometry">The geometry that the segment was opened with.</param>
    internal static void Touch(scoped in FrameView view, ulong? sequence, byte* segment, in SegmentGeometry geometry)
    {
        FrameGeometry frame = view.Geometry;
        FuzzViolation.Require(view.Sequence != 0 && (sequence is null || view.Sequence == sequence), $"frame {sequence} was asked for, {view.Sequence} given");
        FuzzViolation.Require((uint)view.Slot < (uint)geometry.SlotCount, $"slot {view.Slot} of {geometry.SlotCount}");

        // What is handed out must be what was checked, also if it has changed since.
        FuzzViolation.Require(
            FrameGeometry.TryCreate(view.Metadata, geometry.SlotSize, out FrameGeometry again) && again.Crop == frame.Crop
                && again.Width == frame.Width && again.Height == frame.Height && again.PlaneCount == frame.PlaneCount && again.PixelFormat == frame.PixelFormat,
            "the geometry is not that of the metadata");
        byte* slot = view.DangerousGetPlanePointer(0) - frame.GetPlane(0).Offset;
        FuzzViolation.Require(segment == null || slot == segment + geometry.SlotPosition(view.Slot), "the plane's slot is not the view's");
        for (int plane = 0; plane < frame.PlaneCount; plane++)
        {
            byte* top = view.DangerousGetPlanePointer(plane);
            FuzzViolation.Require(again.GetPlane(plane) == frame.GetPlane(plane), $"plane {plane} is not where the metadata say");
            FuzzViolation.Require(top >= slot && top < slot + geometry.SlotSize, $"plane {plane} begins outside the slot");
            Read(view.GetPlane(plane), slot, geometry.SlotSize);
            if (frame.PixelFormat is { } format)
            {
                ReadRows(view, plane, format.Rows(plane, frame.Height), slot, geometry.SlotSize);
            }
        }
    }

    /// <summary>Reads both ends of some bytes, and some between, after a look whether they lie in the slot.</summary>
    internal static void Read(ReadOnlySpan<byte> bytes, byte* slot, long slotSize)
    {
        fixed (byte* start = bytes)
        {
            FuzzViolation.Require(start >= slot && start + bytes.Length <= slot + slotSize, $"{bytes.Length} bytes at {start - slot} of a slot of {slotSize}");
        }

        for (int i = 0; i < bytes.Length; i += 4096)
        {
            s_sink += bytes[i];
        }

        s_sink += bytes[^1];
    }

    internal static void Sink(long value) => s_sink += value;

    private static void ReadRows(scoped in FrameView view, int plane, int rows, byte* slot, long slotSize)
    {
        for (int row = 0; row < rows; row++)
        {
            Read(view.GetRow(plane, row), slot, slotSize);
            if (row == SampledRows)
            {
                row = Math.Max(row, rows - SampledRows);
            }
        }
    }
}
