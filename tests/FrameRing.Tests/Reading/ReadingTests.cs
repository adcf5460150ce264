using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.Tests.Reading;

public class ReadingTests
{
    [Fact]
    public void Frames_come_in_order_and_then_the_end()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        for (ulong expected = 1; expected <= 3; expected++)
        {
            Assert.Equal(expected, Rings.Publish(writer));
        }

        writer.Dispose();
        for (ulong expected = 1; expected <= 3; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
    }

    [Fact]
    public void A_frame_that_was_overwritten_is_never_another_one()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 4);
        using FrameRingReader reader = Rings.Attach(name);
        for (int i = 0; i < 10; i++)
        {
            Rings.Publish(writer);
        }

        Assert.Equal(ReadStatus.Overwritten, reader.TryRead(1, out _));
        Assert.Equal(ReadStatus.NotYet, reader.TryRead(11, out _));
        Assert.Equal(ReadStatus.Ok, reader.TryRead(10, out FrameView view));
        Assert.Equal(10ul, view.Sequence);
        Assert.Equal(ReadStatus.Ok, view.Validate());
    }

    [Fact]
    public void Validate_says_so_when_the_writer_has_lapped_the_view()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 2);
        using FrameRingReader reader = Rings.Attach(name);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, reader.TryRead(1, out FrameView view));
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, view.Validate());
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim claim));

        // The slot is taken but nothing is written yet: already no longer this frame.
        Assert.Equal(ReadStatus.Overwritten, view.Validate());
        claim.Dispose();
        Assert.Equal(ReadStatus.Overwritten, view.Validate());
    }

    [Fact]
    public void A_late_reader_counts_what_it_lost()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 4);
        using FrameRingReader reader = Rings.Attach(name);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        for (int i = 0; i < 10; i++)
        {
            Rings.Publish(writer);
        }

        ulong expected = 2;
        ulong lost = 0;
        while (reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok)
        {
            lost += view.Lost;
            expected += view.Lost;
            Assert.Equal(expected++, view.Sequence);
        }

        Assert.Equal(12ul, expected);
        Assert.True(lost >= 6);
        Assert.Equal(lost, reader.Statistics.Lost);
    }

    [Fact]
    public void Latest_passes_over_what_is_in_between()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 8);
        using FrameRingReader reader = Rings.Attach(name, policy: ReadPolicy.Latest);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        for (int i = 0; i < 5; i++)
        {
            Rings.Publish(writer);
        }

        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
        Assert.Equal(6ul, sequence);
        Assert.Equal(0ul, reader.Statistics.Lost);
    }

    [Fact]
    public void Starts_are_where_they_say()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, slots: 8);
        for (int i = 0; i < 5; i++)
        {
            Rings.Publish(writer);
        }

        (StartPosition Start, ulong First)[] cases =
            [(StartPosition.Newest, 5), (StartPosition.Oldest, 1), (StartPosition.Next, 6), (StartPosition.At(3), 3)];
        foreach ((StartPosition start, ulong first) in cases)
        {
            using FrameRingReader reader = Rings.Attach(name, start);
            Assert.Equal(first, reader.Next);
        }
    }

    [Theory]
    [InlineData(WaitStrategy.Block)]
    [InlineData(WaitStrategy.Spin)]
    [InlineData(WaitStrategy.SpinThenBlock)]
    public void Every_wait_strategy_gets_frames_the_end_and_a_death(WaitStrategy strategy)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, WaitStrategy = strategy };
        string name = Rings.NewName();
        using Peer producer = new("publish", name, "8", "100");
        Assert.Equal("ready", producer.ReadLine());
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        using (reader)
        {
            Assert.Equal(ReadStatus.TimedOut, reader!.WaitNext(TimeSpan.FromMilliseconds(5), CancellationToken.None, out _));
            producer.WriteLine("go");
            while (reader.Next <= 100)
            {
                Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out _));
            }

            producer.Kill();
            Assert.Equal(ReadStatus.WriterDied, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out _));
        }

        using (FrameRingWriter successor = Rings.Create(name))
        {
            Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out reader));
        }

        using (reader)
        {
            Assert.Equal(ReadStatus.Ended, reader!.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out _));
        }
    }

    [Fact]
    public void A_wait_can_be_cancelled_and_timed()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.TimedOut, reader.WaitNext(TimeSpan.FromMilliseconds(5), CancellationToken.None, out _));
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(20));
        Assert.Equal(ReadStatus.Canceled, reader.WaitNext(Timeout.InfiniteTimeSpan, cancel.Token, out _));
    }

    // A reader that is always behind never waits.
    [Fact]
    public void A_reader_that_need_not_wait_hears_of_a_cancellation_and_passes_no_frame_over()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        ulong published = Rings.Publish(writer);
        using CancellationTokenSource cancel = new();
        cancel.Cancel();
        Assert.Equal(ReadStatus.Canceled, reader.WaitNext(Timeout.InfiniteTimeSpan, cancel.Token, out _));
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out FrameView view));
        Assert.Equal(published, view.Sequence);
    }

    [Fact]
    public void An_unknown_ring_is_a_value_and_an_odd_name_an_error()
    {
        AttachStatus status = FrameRingReader.TryAttach(Rings.NewName(), new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out _);
        Assert.Equal(AttachStatus.NoSuchRing, status);
        FrameRingException error = Assert.Throws<FrameRingException>(
            () => FrameRingReader.TryAttach("a/b", new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out _));
        Assert.Equal(FrameRingError.InvalidName, error.Error);
    }

    [Fact]
    public void Nothing_is_allocated_per_frame()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        using CancellationTokenSource cancel = new();
        Run(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                writer.TryClaim(Rings.Bytes, out SlotClaim claim);
                claim.Publish(Rings.Grey());
                reader.WaitNext(Timeout.InfiniteTimeSpan, cancel.Token, out FrameView view);
                view.Validate();
            }
        }
    }
}
