using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Core;

/// <summary>Metadata of frames that just fit their slot, or just do not: every format, rows up and down, planes at both ends.</summary>
internal static class ForgedFrame
{
    internal static FrameMetadata Create(FuzzRandom random, long slotSize)
    {
        PixelFormat format = PixelFormats.All[random.Below(PixelFormats.All.Count)];
        FrameMetadata frame = new()
        {
            Pts = random.Below(1000),
            TimeBase = new Rational(1, 25),
            FrameRate = new Rational(25, 1),
            Format = format.FourCC,
            PlaneCount = format.PlaneCount,
            CodedWidth = random.Between(1, 100),
            CodedHeight = random.Between(1, 100),
            BytesUsed = slotSize,
        };
        int x = random.Below(frame.CodedWidth);
        int y = random.Below(frame.CodedHeight);
        frame.Crop = new CropRectangle(x, y, random.Between(1, frame.CodedWidth - x), random.Between(1, frame.CodedHeight - y));
        for (int plane = 0; plane < format.PlaneCount; plane++)
        {
            frame.SetPlane(plane, Place(random, format, frame, plane, slotSize));
        }

        return frame;
    }

    // At the slot's start, at its end, or anywhere between; at times one byte too far.
    private static PlaneLayout Place(FuzzRandom random, PixelFormat format, in FrameMetadata frame, int plane, long slotSize)
    {
        long rowBytes = format.RowBytes(plane, frame.CodedWidth);
        long rows = format.Rows(plane, frame.CodedHeight);
        long widest = rows > 1 ? Math.Max(rowBytes, (slotSize - rowBytes) / (rows - 1)) : rowBytes + 4096;
        long stride = random.Below(4) switch
        {
            0 => rowBytes,
            1 => widest,
            2 => rowBytes + random.Below(64),
            _ => widest + random.Between(-1, 1),
        };
        long span = ((rows - 1) * stride) + rowBytes;
        long start = random.Below(4) switch
        {
            0 => 0,
            1 => slotSize - span,
            2 => slotSize - span + random.Between(-1, 1),
            _ => random.Below((int)Math.Clamp(slotSize - span + 1, 1, int.MaxValue)),
        };
        return random.OneIn(2)
            ? new PlaneLayout(start, (int)stride)
            : new PlaneLayout(start + ((rows - 1) * stride), (int)-stride);
    }
}
