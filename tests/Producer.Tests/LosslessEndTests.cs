using System.Runtime.InteropServices;
using FrameRing.Formats;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Writing;

namespace FrameRing.Producer.Tests;

/// <summary>How long a producer stays after its end for readers that must get every frame.</summary>
public class LosslessEndTests
{
    private const int Width = 64;
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(20);

    [Fact]
    public void It_does_not_stay_for_who_goes_to_and_fro()
    {
        string name = $"end.{Environment.ProcessId}";
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = 8,
            SlotSize = Width * Width,
            HugePages = HugePagePolicy.Off,
            Delivery = Delivery.Lossless,
        });
        FrameRingReaderOptions options = new() { Start = StartPosition.Next, IsLossless = true };
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? attached));
        using FrameRingReader reader = attached!;
        Publish(writer, 4);
        writer.End();
        Assert.True(RingCatalog.TryGet(name, out RingInfo? ring));
        using SharedMemoryAttachment leases = new SharedMemorySegment(ring!.Leases!.SegmentId).Attach();
        Thread leaving = new(() => ProducerSession.WaitForLossless(writer, Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken));
        leaving.Start();
        Assert.False(leaving.Join(100));

        // docs/layout.md: the cursor of the first entry. Each position stays for longer than the producer takes to look twice.
        ref ulong cursor = ref MemoryMarshal.AsRef<ulong>(leases.Slice(4096 + 8, sizeof(ulong)));
        ulong first = cursor;
        long until = Environment.TickCount64 + (long)s_watchdog.TotalMilliseconds;
        for (ulong turn = 1; leaving.IsAlive && Environment.TickCount64 < until; turn++)
        {
            Volatile.Write(ref cursor, first + (turn & 1));
            leaving.Join(200);
        }

        bool hasLeft = !leaving.IsAlive;
        Volatile.Write(ref cursor, 0);
        leaving.Join();
        Assert.True(hasLeft);
    }

    private static void Publish(FrameRingWriter writer, int count)
    {
        FrameMetadata metadata = new()
        {
            Format = FourCC.Parse("GREY"),
            CodedWidth = Width,
            CodedHeight = Width,
            Crop = new CropRectangle(0, 0, Width, Width),
            PlaneCount = 1,
            BytesUsed = Width * Width,
        };
        metadata.SetPlane(0, new PlaneLayout(0, Width));
        for (int frame = 0; frame < count; frame++)
        {
            Assert.Equal(ClaimStatus.Ok, writer.TryClaim(Width * Width, out SlotClaim claim));
            claim.Publish(metadata);
        }
    }
}
