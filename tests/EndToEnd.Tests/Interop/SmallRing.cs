using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>A ring of small grey frames that this process writes step by step, so that a test says when a generation ends.</summary>
internal sealed class SmallRing : IDisposable
{
    private const int Width = 64;
    private const int Height = 32;

    private readonly FrameRingWriter _writer;

    /// <param name="delivery">Lossless also offers leases.</param>
    /// <param name="name">That of a ring that is over; null for a new one.</param>
    internal SmallRing(Delivery delivery = Delivery.Live, string? name = null)
    {
        Name = name ?? Tool.NewRing();
        _writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = Name, SlotCount = 4, SlotSize = 4096, Delivery = delivery, HugePages = Pages.HugePagePolicy.Off });
    }

    internal string Name { get; }

    /// <summary>Publishes a frame in a slot of at least that size.</summary>
    internal ulong Publish(long size = 4096, Mirroring mirroring = Mirroring.None, short rotation = 0)
    {
        Assert.Equal(ClaimStatus.Ok, _writer.TryClaim(size, out SlotClaim claim));
        claim.Data[..(Width * Height)].Fill((byte)(_writer.Head + 1));
        FrameMetadata metadata = new()
        {
            Format = PixelFormats.TryParse("GREY", out PixelFormat? grey) ? grey.FourCC : default,
            CodedWidth = Width,
            CodedHeight = Height,
            Crop = new CropRectangle(0, 0, Width, Height),
            PlaneCount = 1,
            BytesUsed = Width * Height,
            Mirroring = mirroring,
            Rotation = rotation,
        };
        metadata.SetPlane(0, new PlaneLayout(0, Width));
        return claim.Publish(metadata);
    }

    /// <summary>The first frame of a generation with larger slots.</summary>
    internal ulong PublishInNext(long size)
    {
        _writer.PrepareGeneration(4, size);
        return Publish(size);
    }

    /// <summary>The ring ends as that of a camera does that was unplugged for good.</summary>
    internal void Fail()
    {
        _writer.SourceState = SourceState.Failed;
        _writer.End();
    }

    public void Dispose() => _writer.Dispose();
}
