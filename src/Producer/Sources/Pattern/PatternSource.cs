using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Pattern;

/// <summary>A moving test picture, painted straight into slots. Needs no library and no file.</summary>
internal sealed class PatternSource : IFrameSource
{
    private const int StrideAlignment = 64;

    private readonly PatternSpecification _picture;
    private readonly PatternPainter _painter;
    private readonly FrameMetadata _template;
    private readonly CancellationToken _stop;
    private uint _number;

    internal PatternSource(PatternSpecification picture, CancellationToken stop)
    {
        _stop = stop;
        _picture = picture;
        _painter = new PatternPainter(picture);
        _template = MakeTemplate(picture);
        Slots = new SlotPlan(16, 2, _template.BytesUsed, "1 being painted + 15 for readers", "1 being painted + 1 for readers");
    }

    public long? ExpectedFrames => null;

    public string Description => $"pattern {_picture.Width}x{_picture.Height} {_picture.Format} at {_picture.FrameRate.ToDouble():0.###} frames/s";

    public string Name => $"pattern {_picture.Width}x{_picture.Height}";

    public SlotPlan Slots { get; }

    public ISlotHold? Hold => null;

    public string? Failure => null;

    public string? TakeRemark() => null;

    public long TakeCorruptCount() => 0;

    public void GiveBack(nint holdToken)
    {
    }

    public SourceStatus TryFill(FrameRingWriter writer, out SlotClaim claim, out FrameMetadata metadata, out nint holdToken)
    {
        holdToken = 0;
        uint number = _number++;
        metadata = _template;
        metadata.Pts = number;
        switch (writer.Claim(_template.BytesUsed, _stop, out claim))
        {
            case ClaimStatus.NoFreeSlot or ClaimStatus.KeptByReaders:
                return SourceStatus.Dropped;
            case ClaimStatus.Ended:
                return SourceStatus.Ended;
            case ClaimStatus.TooLarge:
                throw new InvalidOperationException($"The ring's slots of {writer.SlotSize} bytes are too small for the pattern's {_template.BytesUsed}.");
        }

        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            PlaneLayout layout = metadata.GetPlane(plane);
            _painter.Paint(plane, claim.Data[(int)layout.Offset..], layout.Stride, number);
        }

        return SourceStatus.Filled;
    }

    public void Dispose()
    {
    }

    private static FrameMetadata MakeTemplate(PatternSpecification picture)
    {
        FrameMetadata metadata = new()
        {
            Format = picture.Format.FourCC,
            CodedWidth = picture.Width,
            CodedHeight = picture.Height,
            Crop = new CropRectangle(0, 0, picture.Width, picture.Height),
            PlaneCount = picture.Format.PlaneCount,
            TimeBase = new Rational(picture.FrameRate.Denominator, picture.FrameRate.Numerator),
            Duration = 1,
            FrameRate = picture.FrameRate,
            SampleAspectRatio = new Rational(1, 1),
            Flags = FrameFlags.Key,
            Path = TransferPath.Direct,
            Primaries = ColourPrimaries.Bt709,
            Transfer = ColourTransfer.Bt709,
            Matrix = picture.Format.Kind == PixelFormatKind.Rgb ? ColourMatrix.Rgb : ColourMatrix.Bt709,
            Range = picture.Format.Kind == PixelFormatKind.Rgb ? ColourRange.Full : ColourRange.Limited,
        };
        long offset = 0;
        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            long stride = (picture.Format.RowBytes(plane, picture.Width) + StrideAlignment - 1) / StrideAlignment * StrideAlignment;
            metadata.SetPlane(plane, new PlaneLayout(offset, (int)stride));
            offset += stride * picture.Format.Rows(plane, picture.Height);
        }

        metadata.BytesUsed = offset;
        return metadata;
    }
}
