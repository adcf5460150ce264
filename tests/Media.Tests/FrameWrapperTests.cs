using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Frames;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Media.Tests;

/// <summary>Frames of a real ring, in place.</summary>
public sealed unsafe class FrameWrapperTests : IDisposable
{
    private const int Width = 64;
    private const int Height = 48;
    private readonly FrameRingWriter _writer;
    private readonly FrameRingReader _reader;

    public FrameWrapperTests()
    {
        string name = $"media.{Environment.ProcessId}";
        _writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = 4, SlotSize = Width * Height * 2, HugePages = HugePagePolicy.Off });
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), TimeSpan.Zero, default, out FrameRingReader? reader));
        _reader = reader!;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    [Fact]
    public void Planes_are_the_slot_itself_from_the_corner_of_the_visible_part()
    {
        Publish(luma: 100, new CropRectangle(16, 8, 32, 24), ColourMatrix.Bt709, ColourRange.Limited);
        FrameView view = Read();
        using FrameWrapper wrapper = new();
        AVFrame* frame = wrapper.Wrap(view);
        Assert.Equal((32, 24), (frame->width, frame->height));
        Assert.True(frame->data[0] == view.DangerousGetPlanePointer(0) + (8 * Width) + 16);
        Assert.True(frame->data[1] == view.DangerousGetPlanePointer(1) + (4 * Width / 2) + 8);
        Assert.True(frame->data[3] == null);
        Assert.Equal(Width / 2, frame->linesize[2]);
    }

    [Theory]
    [InlineData(235, ColourRange.Limited, 255)]
    [InlineData(16, ColourRange.Limited, 0)]
    [InlineData(235, ColourRange.Full, 235)]
    [InlineData(235, ColourRange.Unspecified, 255)]
    public void The_range_decides_what_is_white(byte luma, ColourRange range, int expected)
    {
        Publish(luma, new CropRectangle(0, 0, Width, Height), ColourMatrix.Bt709, range);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        using Picture picture = new(new PictureSize(16, 12));
        scaler.Scale(Read(), picture);
        Assert.InRange((int)(picture.Row(5)[5] & 0xFF), expected - 1, expected + 1);
    }

    [Fact]
    public void Nothing_is_allocated_while_frames_keep_their_shape()
    {
        using FrameScaler scaler = new(ScalingQuality.Fine);
        using Picture picture = new(new PictureSize(16, 12));
        ScaleOne(scaler, picture);
        ScaleOne(scaler, picture);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 1000; frame++)
        {
            ScaleOne(scaler, picture);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void ScaleOne(FrameScaler scaler, Picture picture)
    {
        Publish(100, new CropRectangle(0, 0, Width, Height), ColourMatrix.Bt709, ColourRange.Limited);
        scaler.Scale(Read(), picture);
    }

    private FrameView Read()
    {
        Assert.True(_reader.WaitNext(TimeSpan.Zero, default, out FrameView view) == ReadStatus.Ok);
        return view;
    }

    private void Publish(byte luma, CropRectangle crop, ColourMatrix matrix, ColourRange range)
    {
        Assert.True(_writer.TryClaim(Width * Height * 3 / 2, out SlotClaim claim) == ClaimStatus.Ok);
        claim.Data[..(Width * Height)].Fill(luma);
        claim.Data.Slice(Width * Height, Width * Height / 2).Fill(128);
        FrameMetadata metadata = new()
        {
            Format = PixelFormats.Yu12.FourCC,
            PlaneCount = 3,
            CodedWidth = Width,
            CodedHeight = Height,
            Crop = crop,
            Matrix = matrix,
            Range = range,
            BytesUsed = Width * Height * 3 / 2,
        };
        metadata.SetPlane(0, new PlaneLayout(0, Width));
        metadata.SetPlane(1, new PlaneLayout(Width * Height, Width / 2));
        metadata.SetPlane(2, new PlaneLayout(Width * Height * 5 / 4, Width / 2));
        claim.Publish(metadata);
    }
}
