using FrameRing.Formats;
using FrameRing.Fuzz.Core;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Targets;

/// <summary>FrameGeometry.TryCreate against a second opinion: every row, one by one, in 128-bit numbers.</summary>
internal sealed unsafe class GeometryTarget : IFuzzTarget
{
    internal delegate bool Check(in FrameMetadata metadata, long slotSize);

    private static readonly Field[] s_fields = [.. FieldMap.Of<FrameMetadata>().Where(field => field.Offset is >= 64 and < 168)];

    private readonly Check _check;
    private readonly ulong[] _interesting = [4096, 32768, FrameGeometry.MaxDimension, .. PixelFormats.All.Select(format => (ulong)format.FourCC.Value)];

    internal GeometryTarget(Check? check = null) => _check = check ?? Real;

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        long slotSize = random.OneIn(16) ? SegmentGeometry.MaxSlotSize : 4096L * random.Between(1, 16);
        FrameMetadata frame = ForgedFrame.Create(random, Math.Min(slotSize, 65536));
        byte* memory = (byte*)&frame;
        for (int i = random.Below(4); i > 0; i--)
        {
            Field field = random.Of(s_fields);
            ulong value = OddValue.Pick(random, field.Size == 8 ? *(ulong*)(memory + field.Offset) : *(uint*)(memory + field.Offset), field.Size, _interesting);
            if (field.Size == 8)
            {
                *(ulong*)(memory + field.Offset) = value;
            }
            else
            {
                *(uint*)(memory + field.Offset) = (uint)value;
            }
        }

        bool taken = _check(frame, slotSize);
        FuzzViolation.Require(taken == IsInside(frame, slotSize), $"{(taken ? "taken" : "refused")} wrongly: {Describe(frame)} in a slot of {slotSize}");
        outcomes.Count(taken ? "taken" : "refused");
    }

    public void Dispose()
    {
    }

    private static bool Real(in FrameMetadata metadata, long slotSize)
    {
        if (!FrameGeometry.TryCreate(metadata, slotSize, out FrameGeometry geometry))
        {
            return false;
        }

        for (int plane = 0; plane < geometry.PlaneCount; plane++)
        {
            (long start, long length) = geometry.GetExtent(plane);
            FuzzViolation.Require(start >= 0 && length > 0 && start <= slotSize - length, $"plane {plane} extends from {start} over {length} bytes");
        }

        return true;
    }

    private static bool IsInside(in FrameMetadata frame, long slotSize)
    {
        CropRectangle crop = frame.Crop;
        bool sane = frame.CodedWidth is >= 1 and <= 65536 && frame.CodedHeight is >= 1 and <= 65536 && frame.PlaneCount is >= 1 and <= 4
            && frame.BytesUsed >= 0 && frame.BytesUsed <= slotSize && crop.X >= 0 && crop.Y >= 0 && crop.Width >= 1 && crop.Height >= 1
            && (Int128)crop.X + crop.Width <= frame.CodedWidth && (Int128)crop.Y + crop.Height <= frame.CodedHeight;
        PixelFormat? format = PixelFormats.All.FirstOrDefault(frame.Format, static (known, code) => known.FourCC == code);
        if (!sane || (format is not null && format.PlaneCount != frame.PlaneCount))
        {
            return false;
        }

        for (int plane = 0; plane < frame.PlaneCount; plane++)
        {
            PlaneLayout layout = frame.GetPlane(plane);
            long rowBytes = format?.RowBytes(plane, frame.CodedWidth) ?? 1;
            int rows = format?.Rows(plane, frame.CodedHeight) ?? 1;
            Int128 stride = layout.Stride;
            if (format is not null && Int128.Abs(stride) < rowBytes)
            {
                return false;
            }

            // Also a first byte of the top row that is none: the offset alone must lie in the slot.
            foreach (int row in (ReadOnlySpan<int>)[0, 1, rows / 2, rows - 1])
            {
                Int128 start = layout.Offset + (Math.Min(row, rows - 1) * stride);
                if (start < 0 || start + rowBytes > slotSize)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string Describe(in FrameMetadata frame)
    {
        string text = $"{frame.Format} {frame.CodedWidth}x{frame.CodedHeight} {frame.Crop} {frame.PlaneCount} planes, {frame.BytesUsed} bytes used";
        for (int plane = 0; plane < FrameMetadata.MaxPlanes; plane++)
        {
            text += $" {frame.GetPlane(plane)}";
        }

        return text;
    }
}
