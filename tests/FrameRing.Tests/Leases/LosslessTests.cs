using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Leases;

public class LosslessTests
{
    private static readonly FrameRingReaderOptions s_lossless = new() { Start = StartPosition.Oldest, IsLossless = true };

    [Fact]
    public void The_writer_waits_for_the_slowest_and_nobody_loses_a_frame()
    {
        const ulong Frames = 20_000;
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        using FrameRingReader quick = Rings.AttachWith(name, s_lossless);
        using FrameRingReader slow = Rings.AttachWith(name, s_lossless);
        Assert.Equal(2, writer.LosslessReaders);
        Thread producer = new(() =>
        {
            for (ulong frame = 1; frame <= Frames; frame++)
            {
                Assert.Equal(ClaimStatus.Ok, writer.Claim(Rings.Bytes, TestContext.Current.CancellationToken, out SlotClaim claim));
                claim.Data[..Rings.Bytes].Fill((byte)frame);
                claim.Publish(Rings.Grey());
            }

            writer.End();
        });
        int late = 0;
        Thread second = new(() => ReadAll(slow, Frames, () => SpinWait.SpinUntil(() => (++late & 7) == 0)));
        producer.Start();
        second.Start();
        ReadAll(quick, Frames, () => { });
        second.Join();
        producer.Join();
        Assert.Equal((0ul, 0ul), (quick.Statistics.Lost, slow.Statistics.Lost));
    }

    [Fact]
    public void A_pure_reader_beside_loses_frames_and_holds_up_nobody()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        using FrameRingReader pure = Rings.Attach(name);
        using FrameRingReader lossless = Rings.AttachWith(name, s_lossless);
        for (ulong frame = 1; frame <= 20; frame++)
        {
            Rings.Publish(writer);
            Assert.Equal(ReadStatus.Ok, Rings.Next(lossless, out ulong sequence));
            Assert.Equal(frame, sequence);
        }

        Assert.Equal(ReadStatus.Ok, Rings.Next(pure, out _));
        Assert.True(pure.Statistics.Lost > 0);
    }

    [Fact]
    public void Who_joins_in_the_middle_gets_every_frame_from_there_on()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        for (int frame = 0; frame < 10; frame++)
        {
            Rings.Publish(writer);
        }

        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        Assert.Equal(8ul, reader.Next);
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));
        for (ulong expected = 8; expected <= 10; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        // The last frame is the reader's until it asks for the next one.
        Assert.Equal(11ul, Rings.Publish(writer));
        Assert.Equal(12ul, Rings.Publish(writer));
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));
    }

    [Fact]
    public void A_wait_for_readers_can_be_cancelled()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(20));
        Assert.Equal(ClaimStatus.KeptByReaders, writer.Claim(1, cancel.Token, out _));
    }

    [Fact]
    public void An_end_releases_a_claim_that_waits()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        ClaimStatus status = ClaimStatus.Ok;
        Thread waiting = new(() => status = writer.Claim(1, CancellationToken.None, out _));
        waiting.Start();
        SpinWait.SpinUntil(() => waiting.ThreadState == ThreadState.WaitSleepJoin || !waiting.IsAlive, 100);
        writer.Dispose();
        waiting.Join();
        Assert.Equal(ClaimStatus.Ended, status);
    }

    [Fact]
    public void A_silent_reader_is_evicted_and_told_so()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless, TimeSpan.FromMilliseconds(20));
        using FrameRingReader silent = Rings.AttachWith(name, s_lossless);
        Assert.Equal(1ul, Rings.Publish(writer));
        Assert.Equal(ReadStatus.Ok, Rings.Next(silent, out _));
        for (ulong frame = 2; frame <= 5; frame++)
        {
            Assert.Equal(ClaimStatus.Ok, writer.Claim(Rings.Bytes, TestContext.Current.CancellationToken, out SlotClaim claim));
            Assert.Equal(frame, claim.Publish(Rings.Grey()));
        }

        Assert.Equal(1ul, writer.Statistics.Evicted);
        Assert.Equal(ReadStatus.Evicted, Rings.Next(silent, out _));
        Assert.Equal(ReadStatus.Evicted, Rings.Next(silent, out _));
    }

    [Fact]
    public void An_endless_timeout_evicts_nobody()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless, Timeout.InfiniteTimeSpan);
        using FrameRingReader silent = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(200));
        Assert.Equal(ClaimStatus.KeptByReaders, writer.Claim(Rings.Bytes, stop.Token, out _));
        Assert.Equal(0ul, writer.Statistics.Evicted);
        Assert.Equal(ReadStatus.Ok, Rings.Next(silent, out _));
    }

    [Fact]
    public void A_killed_reader_is_not_waited_for()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless);
        using Peer reader = new("read-lossless", name, "1");
        Assert.Equal("joined", reader.ReadLine());
        for (int frame = 0; frame < 2; frame++)
        {
            Rings.Publish(writer);
        }

        Assert.Equal("read 1", reader.ReadLine());
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(1, out _));
        reader.Kill();
        reader.WaitForExit();
        Assert.Equal(ClaimStatus.Ok, writer.Claim(Rings.Bytes, TestContext.Current.CancellationToken, out SlotClaim claim));
        claim.Dispose();
    }

    [Fact]
    public void A_new_generation_loses_nothing()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        writer.PrepareGeneration(2, 4 * Rings.Bytes);
        Rings.Publish(writer, 2 * Rings.Width);
        Rings.Publish(writer, 2 * Rings.Width);
        Assert.Equal(ClaimStatus.KeptByReaders, writer.TryClaim(4 * Rings.Bytes, out _));
        for (ulong expected = 1; expected <= 4; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        Assert.Equal(5ul, Rings.Publish(writer, 2 * Rings.Width));
        Assert.Equal(0ul, reader.Statistics.Lost);
    }

    [Fact]
    public void Nor_do_two_before_the_reader_moves()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        for (int scale = 2; scale <= 4; scale++)
        {
            writer.PrepareGeneration(3, scale * scale * Rings.Bytes);
            Rings.Publish(writer, scale * Rings.Width);
            Rings.Publish(writer, scale * Rings.Width);
        }

        Assert.Equal(1ul, writer.OldestUnread);
        for (ulong expected = 1; expected <= 7; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        Assert.Equal((0ul, 3ul), (reader.Statistics.Lost, reader.Statistics.GenerationChanges));
        Assert.Equal(ReadStatus.TimedOut, Rings.Next(reader, out _));
        Assert.Null(writer.OldestUnread);

        // Nothing of the old ones is kept any longer than it is needed.
        Rings.Publish(writer, 4 * Rings.Width);
        Assert.Equal(1, writer.AttachedReaders);
    }

    [Fact]
    public void A_ring_that_the_same_process_makes_anew_is_joined_anew()
    {
        string name = Rings.NewName();
        FrameRingWriter first = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless with { Leases = true });
        Rings.Publish(first);
        first.Dispose();
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
        using FrameRingWriter second = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        Rings.Publish(second);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
        Assert.Equal(1ul, sequence);
        Assert.Equal(1, second.LosslessReaders);
        Rings.Publish(second);
        Rings.Publish(second);
        Assert.Equal(ClaimStatus.KeptByReaders, second.TryClaim(1, out _));
    }

    [Fact]
    public void Another_thread_that_claims_does_not_put_an_eviction_off()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless, TimeSpan.FromMilliseconds(100));
        using FrameRingReader silent = Rings.AttachWith(name, s_lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        using CancellationTokenSource over = new();
        Thread busy = new(() =>
        {
            while (!over.IsCancellationRequested)
            {
                using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(10));
                if (writer.Claim(1, soon.Token, out SlotClaim claim) == ClaimStatus.Ok)
                {
                    claim.Dispose();
                }
            }
        });
        busy.Start();
        Assert.Equal(ClaimStatus.Ok, writer.Claim(1, TestContext.Current.CancellationToken, out SlotClaim own));
        own.Dispose();
        over.Cancel();
        busy.Join();
        Assert.Equal(1ul, writer.Statistics.Evicted);
        Assert.Equal(0, writer.LosslessReaders);
    }

    [Fact]
    public void Latest_and_lossless_contradict_each_other()
    {
        FrameRingReaderOptions options = s_lossless with { Policy = ReadPolicy.Latest };
        Assert.Throws<ArgumentException>(() => FrameRingReader.TryAttach("any", options, TimeSpan.Zero, CancellationToken.None, out _));
    }

    private static void ReadAll(FrameRingReader reader, ulong frames, Action work)
    {
        for (ulong expected = 1; expected <= frames; expected++)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken, out FrameView view));
            Assert.Equal(expected, view.Sequence);
            Assert.False(view.GetPlane(0).ContainsAnyExcept((byte)expected));
            work();
            Assert.Equal(ReadStatus.Ok, view.Validate());
        }

        Assert.Equal(ReadStatus.Ended, reader.WaitNext(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken, out _));
    }
}
