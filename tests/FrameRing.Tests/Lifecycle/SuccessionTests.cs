using FrameRing.Inspection;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;
using Tmds.Linux;

namespace FrameRing.Tests.Lifecycle;

/// <summary>Readers that look late: the producer they knew is gone and somebody or nobody has taken its place.</summary>
public unsafe class SuccessionTests
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_successor_that_starts_before_the_reader_looks_does_not_hide_the_death()
    {
        string name = Rings.NewName();
        using Peer first = new("publish", name, "4", "3");
        Assert.Equal("ready", first.ReadLine());
        using FrameRingReader reader = Rings.Attach(name);
        first.WriteLine("go");
        Assert.Equal("published", first.ReadLine());
        for (ulong sequence = 1; sequence <= 3; sequence++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong found));
            Assert.Equal(sequence, found);
        }

        // Killed and succeeded while the reader is busy elsewhere: when it looks, the semaphore is held again.
        first.Kill();
        first.WaitForExit();
        using FrameRingWriter second = Rings.Create(name, slots: 5);
        Rings.Publish(second);
        Assert.Equal(ReadStatus.WriterDied, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
        Assert.True(view.Sequence > 3);
    }

    [Fact]
    public void Who_only_polls_hears_of_the_death_too()
    {
        string name = Rings.NewName();
        using Peer writer = new("publish", name, "4", "1");
        Assert.Equal("ready", writer.ReadLine());
        using FrameRingReader reader = Rings.Attach(name);
        writer.WriteLine("go");
        Assert.Equal("published", writer.ReadLine());
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(ReadStatus.TimedOut, Rings.Next(reader, out _));
        writer.Kill();
        writer.WaitForExit();
        ReadStatus status = ReadStatus.TimedOut;
        Assert.True(SpinWait.SpinUntil(() => (status = Rings.Next(reader, out _)) != ReadStatus.TimedOut, s_watchdog));
        Assert.Equal(ReadStatus.WriterDied, status);
        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
    }

    [Fact]
    public void A_generation_that_came_and_went_is_an_end_and_its_frames_are_lost()
    {
        string name = Rings.NewName();
        FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        Rings.Publish(writer);
        writer.PrepareGeneration(4, 4 * Rings.Bytes);
        Assert.Equal(2ul, Rings.Publish(writer, 2 * Rings.Width));
        Rings.Publish(writer, 2 * Rings.Width);

        // Still in the first generation, the reader counts as attached.
        Assert.Equal(1, writer.AttachedReaders);
        writer.Dispose();
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
        Assert.Equal(1ul, sequence);
        Assert.Equal(ReadStatus.Ended, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        Assert.Equal(2ul, reader.Statistics.Lost);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 48)]
    public void A_head_that_no_producer_writes_is_damage_and_no_endless_loop(ulong head)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        Rings.Publish(writer);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.True(RingCatalog.TryGet(name, out RingInfo? before));
        using SharedMemoryAttachment memory = new SharedMemorySegment(before!.Segment!.SegmentId).Attach();
        DamageHead(memory, head);
        Assert.Equal(ReadStatus.Corrupt, reader.WaitNext(s_watchdog, CancellationToken.None, out _));
        Assert.True(RingCatalog.TryGet(name, out RingInfo? damaged));
        Assert.Null(damaged!.Segment);
    }

    [Fact]
    public void Numbers_that_no_producer_writes_do_not_spoil_the_next_start()
    {
        string name = Rings.NewName();
        using (Peer first = new("publish", name, "4", "1"))
        {
            Assert.Equal("ready", first.ReadLine());
            first.WriteLine("go");
            Assert.Equal("published", first.ReadLine());
            first.Kill();
            first.WaitForExit();
        }

        Assert.True(SharedMemorySegment.TryOpen(RingName.ToKey(name), out SharedMemorySegment page));
        using (SharedMemoryAttachment memory = page.Attach())
        {
            *(ulong*)(memory.DangerousPointer + ReservedSequenceOffset) = ulong.MaxValue;
        }

        using FrameRingWriter second = Rings.Create(name);
        Assert.Equal(1ul, Rings.Publish(second));
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
    }

    [Fact]
    public void A_view_of_an_earlier_call_throws_instead_of_touching_memory()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        Rings.Publish(writer);
        FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_watchdog, CancellationToken.None, out FrameView view));
        reader.Dispose();
        bool isRefused = false;
        try
        {
            view.GetPlane(0);
        }
        catch (InvalidOperationException)
        {
            isRefused = true;
        }

        Assert.True(isRefused);
        Assert.Throws<ObjectDisposedException>(() => reader.Head);
    }

    [Fact]
    public void A_dead_ring_is_removed_and_a_living_one_refused_under_the_lock()
    {
        string name = Rings.NewName();
        using (Peer dead = new("publish", name, "4", "1"))
        {
            Assert.Equal("ready", dead.ReadLine());
            Assert.Equal(RemovalStatus.WriterActive, RingCatalog.Remove(name, force: false));
            dead.Signal(LibC.SIGKILL);
            dead.WaitForExit();
        }

        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
        Assert.Equal(RemovalStatus.NoSuchRing, RingCatalog.Remove(name, force: false));
    }

    // docs/layout.md: ReservedSequence of the directory page.
    private const int ReservedSequenceOffset = 512;

    // docs/layout.md: the head is the first word of the cursor block, which begins behind the header of 4096 bytes.
    private static void DamageHead(SharedMemoryAttachment memory, ulong head) => *(ulong*)(memory.DangerousPointer + 4096) = head;
}
