using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

public class LifecycleTests
{
    [Fact]
    public void A_second_producer_is_refused_with_the_pid_of_the_first()
    {
        string name = Rings.NewName();
        using Peer first = new("publish", name, "4", "0");
        Assert.Equal("ready", first.ReadLine());
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        Assert.Equal(FrameRingError.WriterActive, error.Error);
        Assert.Contains(first.Pid.ToString(), error.Message);
        Assert.Equal(0, first.Finish());
        using FrameRingWriter second = Rings.Create(name);
    }

    [Fact]
    public void Nothing_is_left_after_a_clean_end()
    {
        (int segments, int sets) before = Count();
        string name = Rings.NewName();
        using (FrameRingWriter writer = Rings.Create(name))
        {
            using FrameRingReader reader = Rings.Attach(name);
            Rings.Publish(writer);
            Assert.Equal(1, writer.AttachedReaders);
        }

        Assert.Equal(before, Count());
    }

    [Fact]
    public void A_killed_producer_is_noticed_leaves_no_frame_segment_and_is_succeeded()
    {
        string name = Rings.NewName();
        using Peer producer = new("publish", name, "8", "0");
        Assert.Equal("ready", producer.ReadLine());
        int frames = Segments(size => size > 4096);
        ulong last = 0;
        using (FrameRingReader reader = Rings.Attach(name))
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out _));
            producer.Kill();
            ReadStatus status;
            while ((status = reader.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out FrameView view)) == ReadStatus.Ok)
            {
                last = view.Sequence;
            }

            Assert.Equal(ReadStatus.WriterDied, status);

            // The same reader goes on with the next producer, and numbers never go back.
            using FrameRingWriter successor = Rings.Create(name);
            Rings.Publish(successor);
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out FrameView next));
            Assert.True(next.Sequence > last);
        }

        Assert.Equal(frames - 1, Segments(size => size > 4096));
    }

    [Fact]
    public void Numbers_go_on_even_when_nothing_of_the_dead_producer_is_left_but_the_directory()
    {
        string name = Rings.NewName();
        using Peer producer = new("publish", name, "4", "100");
        Assert.Equal("ready", producer.ReadLine());
        producer.WriteLine("go");
        Assert.Equal("published", producer.ReadLine());
        producer.Kill();
        producer.WaitForExit();

        // A start that fails in between must not forget them.
        Assert.Throws<FrameRingException>(() => FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = 60_000, SlotSize = 1L << 33, HugePages = HugePagePolicy.Off }));
        using FrameRingWriter successor = Rings.Create(name);
        Assert.True(Rings.Publish(successor) > 100);
    }

    [Fact]
    public void Writing_through_a_reader_is_a_segmentation_fault()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        Rings.Publish(writer);
        using Peer reader = new("write-through-reader", name);
        Assert.Equal("ready", reader.ReadLine());
        Assert.Null(reader.ReadLine());

        // 128 + SIGSEGV, or SIGABRT where the runtime turns the fault into its own end.
        Assert.Contains(reader.WaitForExit(), new[] { 139, 134 });
        Assert.Equal(2ul, Rings.Publish(writer));
    }

    [Fact]
    public void A_stopped_reader_stops_nobody()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using Peer stopped = new("read", name);
        using FrameRingReader other = Rings.Attach(name);
        Assert.Equal("ready", stopped.ReadLine());
        const int SIGSTOP = 19;
        stopped.Signal(SIGSTOP);
        for (ulong i = 1; i <= 1000; i++)
        {
            Assert.Equal(i, Rings.Publish(writer));
            Assert.Equal(ReadStatus.Ok, Rings.Next(other, out ulong sequence));
            Assert.Equal(i, sequence);
        }
    }

    [Fact]
    public void A_lapping_producer_never_gives_a_torn_frame()
    {
        string name = Rings.NewName();
        using Peer producer = new("publish", name, "3", "0");
        Assert.Equal("ready", producer.ReadLine());
        using FrameRingReader reader = Rings.Attach(name);
        int good = 0;
        while (good < 20_000)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out FrameView view));
            bool whole = !view.GetPlane(0).ContainsAnyExcept((byte)view.Sequence);
            if (view.Validate() == ReadStatus.Ok)
            {
                Assert.True(whole, $"frame {view.Sequence} is torn");
                good++;
            }
        }

        Assert.Equal(0, producer.Finish());
    }

    [Fact]
    public void Without_validation_the_same_look_finds_torn_frames()
    {
        // The control of the test above: the detector must catch what Validate is there for. A watchdog ends the peer and so the loop.
        string name = Rings.NewName();
        using Peer producer = new("publish", name, "3", "0");
        Assert.Equal("ready", producer.ReadLine());
        using FrameRingReader reader = Rings.Attach(name);
        bool isCaught = false;
        while (!isCaught)
        {
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out FrameView view));
            isCaught = view.GetPlane(0).ContainsAnyExcept((byte)view.Sequence);
        }

        Assert.Equal(0, producer.Finish());
    }

    [Fact]
    public void A_larger_frame_starts_a_generation_and_readers_follow()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        Rings.Publish(writer);
        Assert.Equal(ClaimStatus.TooLarge, writer.TryClaim(256 * 256, out _));
        writer.PrepareGeneration(4, 256 * 256);

        // A frame of the old size that is still to come goes into the old generation.
        Rings.Publish(writer);
        Assert.Equal(3ul, Rings.Publish(writer, 256));
        for (ulong expected = 1; expected <= 3; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        Assert.Equal(1ul, reader.Statistics.GenerationChanges);
        Assert.Equal(2ul, reader.Generation);
        Assert.Equal(2ul, writer.GenerationCount);
    }

    [Fact]
    public void A_claim_of_a_generation_that_is_over_is_not_published_and_harms_nobody()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(Rings.Bytes, out SlotClaim late));
        writer.PrepareGeneration(4, 256 * 256);
        Assert.Equal(1ul, Rings.Publish(writer, 256));

        Assert.Equal(0ul, late.Publish(Rings.Grey()));
        Assert.Equal(2ul, writer.Generation);
        late.Data[0] = 1;
        late.Dispose();
        Assert.Equal(0, writer.LiveClaims);
        for (ulong expected = 2; expected <= 10; expected++)
        {
            Assert.Equal(expected, Rings.Publish(writer));
        }

        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(2ul, reader.Generation);
    }

    [Fact]
    public void A_foreign_segment_on_the_key_is_named_and_left_alone()
    {
        string name = Rings.NewName();
        Assert.True(SharedMemorySegment.TryCreate(RingName.ToKey(name), 12_345, (UnixFileMode)0b110_000_000, out SharedMemorySegment foreign));
        try
        {
            Assert.Equal(FrameRingError.ForeignObject, Assert.Throws<FrameRingException>(() => Rings.Create(name)).Error);
            Assert.Equal(FrameRingError.ForeignObject, Assert.Throws<FrameRingException>(() => Rings.Attach(name)).Error);
            Assert.Equal(12_345, foreign.GetStatus().Size);
        }
        finally
        {
            foreign.Remove();
        }
    }

    [Fact]
    public void Huge_pages_that_are_demanded_and_not_there_name_the_command()
    {
        Assert.SkipWhen(FrameRing.Testing.HugePages.WhyForbidden() is not null, "this user may not use huge pages; run as root");
        HugePagePool pool = HugePagePool.Read(1L << 21);
        FrameRingException error = Assert.Throws<FrameRingException>(() => FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = Rings.NewName(),
            SlotCount = 4,
            SlotSize = (pool.Available + 1) << 21,
            HugePages = HugePagePolicy.Require2M,
        }));
        Assert.Equal(FrameRingError.HugePagesUnavailable, error.Error);
        Assert.Contains("sysctl vm.nr_hugepages=", error.Message);
    }

    [Fact]
    public void Huge_pages_are_used_where_there_are_some()
    {
        Assert.SkipWhen(FrameRing.Testing.HugePages.WhyForbidden() is not null, "this user may not use huge pages; run as root");
        Assert.SkipUnless(HugePagePool.Read(1L << 21).Available >= 1, "no free huge pages of 2 MiB; reserve some with: sudo sysctl vm.nr_hugepages=16");
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name, pages: HugePagePolicy.Require2M);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(PageTier.Huge2M, reader.PageTier);
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(ReadStatus.TimedOut, reader.WaitNext(TimeSpan.FromMilliseconds(5), CancellationToken.None, out _));
    }

    private static (int Segments, int Sets) Count() => (Segments(_ => true), File.ReadLines("/proc/sysvipc/sem").Count());

    private static int Segments(Func<long, bool> bySize) =>
        File.ReadLines("/proc/sysvipc/shm").Skip(1).Count(line => bySize(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])));
}
