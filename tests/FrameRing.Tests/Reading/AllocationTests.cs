using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.Tests.Reading;

/// <summary>Nothing is allocated per frame, also where threads sleep and wake each other, frames are lost, or decoders hold slots.</summary>
public class AllocationTests
{
    private const int WarmUp = 3000;
    private const int Frames = 2000;

    [Fact]
    public void The_measure_finds_a_planted_allocation() => Assert.True(Measure(() => GC.KeepAlive(new object())) >= 24 * Frames);

    [Theory]
    [InlineData(WaitStrategy.Block)]
    [InlineData(WaitStrategy.SpinThenBlock)]
    [InlineData(WaitStrategy.Spin)]
    public void Waiting_for_a_frame_that_is_not_there_yet(WaitStrategy strategy)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        FrameRingReaderOptions options = new() { Start = StartPosition.Next, WaitStrategy = strategy };
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        using FrameRingReader own = reader!;
        int wanted = 0;
        using CancellationTokenSource cancel = new();
        string state = $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/stat";
        CancellationToken testOver = TestContext.Current.CancellationToken;
        long allocatedByWriter = 0;
        Thread producer = new(() =>
        {
            for (int frame = 0; frame < WarmUp + Frames; frame++)
            {
                // By looking: a semaphore's lock allocates now and then under contention, and not only the ring would be measured.
                while (!testOver.IsCancellationRequested
                    && (Volatile.Read(ref wanted) <= frame || (strategy != WaitStrategy.Spin && !IsAsleep(state))))
                {
                    Thread.Yield();
                }

                long before = GC.GetAllocatedBytesForCurrentThread();
                Publish(writer);
                allocatedByWriter += frame < WarmUp ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            }
        });
        producer.Start();
        // Under contention the runtime makes an event for a lock, or a registration's place, once: a few bytes in all, none per frame.
        Assert.InRange(Measure(() =>
        {
            Volatile.Write(ref wanted, wanted + 1);
            Assert.True(own.WaitNext(TimeSpan.FromSeconds(30), cancel.Token, out FrameView view) == ReadStatus.Ok);
            view.Validate();
        }), 0, Frames / 2);
        producer.Join();
        Assert.InRange(allocatedByWriter, 0, Frames / 2);
    }

    [Fact]
    public void The_newest_frame_only()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name, policy: ReadPolicy.Latest);
        Assert.Equal(0, Measure(() =>
        {
            Publish(writer);
            Publish(writer);
            Assert.True(reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok);
            view.Validate();
        }));
    }

    [Fact]
    public void Frames_that_were_overwritten()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 3);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(0, Measure(() =>
        {
            for (int frame = 0; frame < 7; frame++)
            {
                Publish(writer);
            }

            Assert.True(reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok);
            for (int frame = 0; frame < 7; frame++)
            {
                Publish(writer);
            }

            Assert.True(view.Validate() == ReadStatus.Overwritten);
        }));
        Assert.True(reader.Statistics.Lost > Frames);
    }

    [Fact]
    public void Claims_that_are_abandoned_detached_and_taken_up_again()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 4, hold: new LetsGo());
        Assert.Equal(0, Measure(() =>
        {
            writer.TryClaim(Rings.Bytes, out SlotClaim abandoned);
            abandoned.Dispose();
            writer.TryClaim(Rings.Bytes, out SlotClaim claim);
            DetachedClaim detached = claim.Detach();
            Assert.True(writer.TryResume(detached, out SlotClaim resumed));
            resumed.Publish(Rings.Grey(), 7);
            writer.TryClaim(Rings.Bytes, out SlotClaim other);
            Assert.True(writer.TryAbandon(other.Detach()));
        }));
    }

    [Fact]
    public void Leases_that_are_taken_and_given_back()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 6);
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Leases = true });
        Assert.Equal(0, Measure(() =>
        {
            Publish(writer);
            Assert.True(reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok);
            Assert.True(reader.TryLease(view, out FrameLease lease) == ReadStatus.Ok);
            Assert.True(lease.View.GetPlane(0).Length == Rings.Bytes && lease.Validate() == ReadStatus.Ok);
            lease.Dispose();
        }));
    }

    [Fact]
    public void Lossless_readers_and_claims_that_find_every_slot_kept()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { IsLossless = true });
        Publish(writer);
        Publish(writer);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(0, Measure(() =>
        {
            Publish(writer);
            Assert.True(writer.TryClaim(Rings.Bytes, out _) == ClaimStatus.KeptByReaders);
            Assert.True(reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok);
            view.Validate();
        }));
    }

    private static void Publish(FrameRingWriter writer)
    {
        writer.TryClaim(Rings.Bytes, out SlotClaim claim);
        claim.Publish(Rings.Grey());
    }

    private static long Measure(Action frame)
    {
        for (int i = 0; i < WarmUp; i++)
        {
            frame();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Frames; i++)
        {
            frame();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // proc_pid_stat(5): the state is the letter behind the name in brackets; no wait here but the ring's own can be meant.
    private static bool IsAsleep(string file)
    {
        string text = File.ReadAllText(file);
        return text[text.LastIndexOf(')') + 2] == 'S';
    }

    private sealed class LetsGo : ISlotHold
    {
        public bool TryRelease(nint token) => true;
    }
}
