using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Benchmarks;

/// <summary>A ring of 16 frames of 1920x1080 YU12 with a name of its own, every slot written once.</summary>
internal sealed class BenchmarkRing : IDisposable
{
    internal const int Width = 1920;
    internal const int Height = 1080;
    internal const int Luma = Width * Height;
    internal const int Bytes = Luma * 3 / 2;

    internal BenchmarkRing()
    {
        Name = $"benchmark.{Environment.ProcessId}";
        Writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = Name, SlotCount = 16, SlotSize = Bytes });
        for (int i = 0; i < Writer.SlotCount; i++)
        {
            if (Writer.TryClaim(Bytes, out SlotClaim claim) != ClaimStatus.Ok)
            {
                throw new InvalidOperationException("A new ring has no free slot.");
            }

            claim.Data.Fill((byte)i);
            claim.Publish(Describe());
        }
    }

    internal string Name { get; }

    internal FrameRingWriter Writer { get; }

    internal static FrameMetadata Describe()
    {
        FrameMetadata metadata = new()
        {
            Format = PixelFormats.Yu12.FourCC,
            CodedWidth = Width,
            CodedHeight = Height,
            Crop = new CropRectangle(0, 0, Width, Height),
            PlaneCount = 3,
            BytesUsed = Bytes,
            TimeBase = new Rational(1, 60),
            FrameRate = new Rational(60, 1),
        };
        metadata.SetPlane(0, new PlaneLayout(0, Width));
        metadata.SetPlane(1, new PlaneLayout(Luma, Width / 2));
        metadata.SetPlane(2, new PlaneLayout(Luma * 5 / 4, Width / 2));
        return metadata;
    }

    public void Dispose() => Writer.Dispose();
}
