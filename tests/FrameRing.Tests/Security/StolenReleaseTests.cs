using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A lease reader of another user, in C, that moves the claims which wait for readers to another word, on which nobody wakes them.</summary>
public class StolenReleaseTests(ITestOutputHelper output)
{
    private const ulong Frames = 40;

    // Of 40 slices of 50 ms.
    private static readonly TimeSpan s_leastHarm = TimeSpan.FromMilliseconds(400);

    // On a busy machine a claim may wake before its sleep is moved.
    private const int Tries = 5;

    [Fact]
    public void A_producer_whose_claims_are_not_woken_goes_on_and_evicts_nobody()
    {
        OtherUsers.SkipUnlessRoot();
        TimeSpan undisturbed = Publish(isAttacked: false);
        TimeSpan attacked = TimeSpan.Zero;
        for (int i = 0; i < Tries && attacked < undisturbed + s_leastHarm; i++)
        {
            attacked = Publish(isAttacked: true);
        }

        output.WriteLine($"{Frames} frames in {undisturbed.TotalMilliseconds:0} ms, under attack in {attacked.TotalMilliseconds:0} ms");
        Assert.True(attacked >= undisturbed + s_leastHarm, "no claim waited for its slice: the attack did not happen");
    }

    // Gives the time in which claims waited for the reader.
    private static TimeSpan Publish(bool isAttacked)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = 2,
            SlotSize = Rings.Bytes,
            HugePages = HugePagePolicy.Off,
            Mode = (UnixFileMode)0b110_100_000,
            Group = $"{OtherUsers.RingGroup}",
            Leases = true,
            Delivery = Delivery.Lossless,
            ReaderTimeout = TimeSpan.FromMinutes(10),
        });
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = true });
        using Requeuer? attacker = isAttacked ? new Requeuer(RingIds.Of(name).Leases, OtherUsers.RingGroup, "release") : null;
        Task<bool> producer = Task.Factory.StartNew(
            () =>
            {
                bool isPublished = true;
                for (ulong frame = 1; frame <= Frames && isPublished; frame++)
                {
                    isPublished = writer.Claim(Rings.Bytes, CancellationToken.None, out SlotClaim claim) == ClaimStatus.Ok && claim.Publish(Rings.Grey()) == frame;
                }

                return isPublished;
            },
            TaskCreationOptions.LongRunning);
        for (ulong frame = 1; frame <= Frames; frame++)
        {
            // With each call the reader lets a frame go, and each claim but the first two has waited for that.
            ulong waits = frame + 1 < Frames ? frame - 1 : 0;
            Assert.True(SpinWait.SpinUntil(() => writer.Statistics.Waits >= waits, TimeSpan.FromSeconds(30)));
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out FrameView view));
            Assert.Equal(frame, view.Sequence);
        }

        Assert.True(producer.GetAwaiter().GetResult());
        Assert.Equal((0ul, 0ul), (writer.Statistics.Evicted, reader.Statistics.Lost));
        attacker?.Finish();
        return writer.Statistics.WaitTime;
    }
}
