using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests;

/// <summary>Puts packed pictures into a ring as a decoder would: rows with padding, around a crop rectangle that does not begin at 0.</summary>
internal sealed class Picture(PixelFormat format, int width, int height)
{
    private const int Left = 16;
    private const int Top = 8;
    private const byte Garbage = 0xA5;

    private readonly int _codedWidth = width + Left + 24;
    private readonly int _codedHeight = height + Top + 6;

    internal long PackedSize => format.PackedSize(width, height);

    internal FrameMetadata Describe()
    {
        FrameMetadata metadata = new()
        {
            Format = format.FourCC,
            CodedWidth = _codedWidth,
            CodedHeight = _codedHeight,
            Crop = new CropRectangle(Left, Top, width, height),
            PlaneCount = format.PlaneCount,
            Pts = FrameMetadata.NoPts,
            FrameRate = new Rational(25, 1),
            SampleAspectRatio = new Rational(1, 1),
        };
        long offset = 0;
        for (int plane = 0; plane < format.PlaneCount; plane++)
        {
            int stride = (int)format.RowBytes(plane, _codedWidth) + 32;
            metadata.SetPlane(plane, new PlaneLayout(offset, stride));
            offset += (long)stride * format.Rows(plane, _codedHeight);
        }

        metadata.BytesUsed = offset;
        return metadata;
    }

    internal FrameRingWriter CreateRing(string name, int slots) => FrameRingWriter.Create(
        new FrameRingWriterOptions { Name = name, SlotCount = slots, SlotSize = Describe().BytesUsed, HugePages = Pages.HugePagePolicy.Off });

    internal void Publish(FrameRingWriter writer, ReadOnlySpan<byte> packed, in FrameMetadata metadata)
    {
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(metadata.BytesUsed, out SlotClaim claim));
        claim.Data.Fill(Garbage);
        int taken = 0;
        for (int plane = 0; plane < format.PlaneCount; plane++)
        {
            PlaneLayout layout = metadata.GetPlane(plane);
            int bytes = (int)format.RowBytes(plane, width);
            for (int row = 0; row < format.Rows(plane, height); row++)
            {
                long start = layout.Offset + ((long)(format.RowOffset(plane, Top) + row) * layout.Stride) + format.ColumnOffset(plane, Left);
                packed.Slice(taken, bytes).CopyTo(claim.Data[(int)start..]);
                taken += bytes;
            }
        }

        Assert.Equal(packed.Length, taken);
        claim.Publish(metadata);
    }
}
