using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Tests.Support;

/// <summary>Small rings of grey frames, each with a name of its own.</summary>
internal static class Rings
{
    internal const int Width = 64;
    internal const int Bytes = Width * Width;

    private static readonly FourCC s_grey = FourCC.Parse("GREY");
    private static int s_count;

    internal static string NewName() => $"test.{Environment.ProcessId}.{Interlocked.Increment(ref s_count)}";

    internal static FrameRingWriter Create(string name, int slots = 4, ISlotHold? hold = null, HugePagePolicy pages = HugePagePolicy.Off) =>
        FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = slots, SlotSize = Bytes, HugePages = pages, Hold = hold });

    internal static FrameRingWriter CreateWithLeases(string name, int slots = 4, Delivery delivery = Delivery.Live, TimeSpan? timeout = null) =>
        FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = slots,
            SlotSize = Bytes,
            HugePages = HugePagePolicy.Off,
            Leases = true,
            Delivery = delivery,
            LeaseTimeout = timeout ?? TimeSpan.FromMinutes(10),
            ReaderTimeout = timeout ?? TimeSpan.FromMinutes(10),
        });

    internal static FrameRingReader AttachWith(string name, FrameRingReaderOptions options)
    {
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        return reader!;
    }

    internal static FrameRingReader Attach(string name, StartPosition? start = null, ReadPolicy policy = ReadPolicy.Every)
    {
        FrameRingReaderOptions options = new() { Start = start ?? StartPosition.Oldest, Policy = policy };
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        return reader!;
    }

    internal static ulong Publish(FrameRingWriter writer, int width = Width)
    {
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim((long)width * width, out SlotClaim claim));
        claim.Data[..(width * width)].Fill((byte)(writer.Head + 1));
        return claim.Publish(Grey(width));
    }

    internal static FrameMetadata Grey(int width = Width)
    {
        FrameMetadata metadata = new()
        {
            Format = s_grey,
            CodedWidth = width,
            CodedHeight = width,
            Crop = new CropRectangle(0, 0, width, width),
            PlaneCount = 1,
            BytesUsed = (long)width * width,
        };
        metadata.SetPlane(0, new PlaneLayout(0, width));
        return metadata;
    }

    internal static ReadStatus Next(FrameRingReader reader, out ulong sequence)
    {
        ReadStatus status = reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view);
        sequence = status == ReadStatus.Ok ? view.Sequence : 0;
        return status;
    }
}
