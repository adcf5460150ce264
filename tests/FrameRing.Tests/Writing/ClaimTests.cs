using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Writing;

public class ClaimTests
{
    [Fact]
    public void Disposing_a_claim_publishes_nothing_and_frees_the_slot()
    {
        using FrameRingWriter writer = Rings.Create(Rings.NewName(), slots: 2);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim claim));
            claim.Dispose();
            claim.Dispose();
        }

        Assert.Equal(0ul, writer.Head);
        Assert.Equal(5ul, writer.Statistics.Abandoned);
        Assert.Equal(0, writer.LiveClaims);
    }

    [Fact]
    public void No_slot_is_claimed_twice()
    {
        using FrameRingWriter writer = Rings.Create(Rings.NewName(), slots: 3);
        List<DetachedClaim> claims = [];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim claim));
            claims.Add(claim.Detach());
        }

        Assert.Equal(3, claims.Select(claim => claim.Slot).Distinct().Count());
        Assert.Equal(ClaimStatus.NoFreeSlot, writer.TryClaim(1, out _));

        // A claim that is never given back keeps the segment mapped for as long as the process lives.
        Assert.All(claims, claim => Assert.True(writer.TryAbandon(claim)));
    }

    [Fact]
    public void A_detached_claim_ends_once()
    {
        using FrameRingWriter writer = Rings.Create(Rings.NewName());
        writer.TryClaim(1, out SlotClaim claim);
        DetachedClaim detached = claim.Detach();
        Assert.True(writer.TryResume(detached, out SlotClaim resumed));
        resumed.Publish(Rings.Grey());
        Assert.False(writer.TryResume(detached, out _));
        Assert.False(writer.TryAbandon(detached));
        Assert.False(writer.TryAbandon(DetachedClaim.None));
    }

    [Fact]
    public void A_held_slot_is_not_used_again_until_it_is_let_go()
    {
        Holder holder = new();
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 2, hold: holder);
        using FrameRingReader reader = Rings.Attach(name);
        writer.TryClaim(Rings.Bytes, out SlotClaim claim);
        int held = claim.Slot;
        claim.Publish(Rings.Grey(), 77);
        for (int i = 0; i < 3; i++)
        {
            Rings.Publish(writer);
            Assert.Equal(ReadStatus.Ok, reader.TryRead(1, out _));
        }

        holder.LetGo = true;
        writer.TryClaim(1, out SlotClaim next);
        Assert.Equal(held, next.Slot);
        next.Dispose();
    }

    [Fact]
    public void Metadata_that_do_not_fit_are_refused_and_the_claim_stays()
    {
        using FrameRingWriter writer = Rings.Create(Rings.NewName());
        writer.TryClaim(1, out SlotClaim claim);
        bool refused = false;
        try
        {
            claim.Publish(Rings.Grey(512));
        }
        catch (ArgumentException)
        {
            refused = true;
        }

        Assert.True(refused);
        Assert.Equal(1ul, claim.Publish(Rings.Grey()));
    }

    [Fact]
    public void Threads_claim_and_publish_at_once_and_no_sequence_is_missing()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 16);
        using FrameRingReader reader = Rings.Attach(name);
        const int PerThread = 20_000;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < PerThread; i++)
            {
                SlotClaim claim;
                while (writer.TryClaim(Rings.Bytes, out claim) != ClaimStatus.Ok)
                {
                    Thread.Yield();
                }

                claim.Publish(Rings.Grey());
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        ulong previous = 0;
        while (previous < 4 * PerThread && reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out FrameView view) == ReadStatus.Ok)
        {
            Assert.Equal(previous + 1 + view.Lost, view.Sequence);
            previous = view.Sequence;
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(4ul * PerThread, writer.Head);
        Assert.Equal(writer.Head, previous);
    }

    private sealed class Holder : ISlotHold
    {
        internal bool LetGo { get; set; }

        public bool TryRelease(nint token) => LetGo;
    }
}
