using System.Diagnostics;
using System.Globalization;
using FrameRing.Lifecycle;
using FrameRing.Reading;
using FrameRing.Testing;
using FrameRing.Tests.Docs;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A lease reader of another user, in C, that moves the claims which wait for readers to another word, on which nobody wakes them.</summary>
public class StolenReleaseTests(ITestOutputHelper output)
{
    private const ulong Frames = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_producer_whose_claims_are_not_woken_goes_on_and_evicts_nobody(bool isAttacked)
    {
        OtherUsers.SkipUnlessRoot();
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        using TempFolder folder = new();
        string program = folder.File("requeue");
        Cc.Build(LayoutDocumentTests.PathOf("tests", "Attackers", "requeue.c"), program);
        string name = Rings.NewName();
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = 2,
            SlotSize = Rings.Bytes,
            HugePages = HugePagePolicy.Off,
            Mode = 0b110_100_000,
            Group = $"{OtherUsers.RingGroup}",
            Leases = true,
            Delivery = Delivery.Lossless,
            ReaderTimeout = TimeSpan.FromMinutes(10),
        });
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = true });
        string user = OtherUsers.Nobody.ToString(CultureInfo.InvariantCulture);
        string group = OtherUsers.RingGroup.ToString(CultureInfo.InvariantCulture);
        using ChildProcess? attacker = isAttacked ? new ChildProcess(program, [$"{RingIds.Of(name).Leases}", user, group, "release"]) : null;
        attacker?.Expect("ready");
        Thread producer = new(() =>
        {
            for (ulong frame = 1; frame <= Frames; frame++)
            {
                Assert.Equal(ClaimStatus.Ok, writer.Claim(Rings.Bytes, CancellationToken.None, out SlotClaim claim));
                claim.Publish(Rings.Grey());
            }
        });
        producer.Start();
        long started = Stopwatch.GetTimestamp();
        for (ulong frame = 1; frame <= Frames; frame++)
        {
            // With each call the reader lets a frame go, and each claim but the first two has waited for that.
            ulong waits = frame + 1 < Frames ? frame - 1 : 0;
            Assert.True(SpinWait.SpinUntil(() => writer.Statistics.Waits >= waits, TimeSpan.FromSeconds(30)));
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out FrameView view));
            Assert.Equal(frame, view.Sequence);
        }

        producer.Join();
        output.WriteLine($"{Frames} frames in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.Equal((0ul, 0ul), (writer.Statistics.Evicted, reader.Statistics.Lost));
        Assert.Equal(0, attacker?.Finish() ?? 0);
    }
}
