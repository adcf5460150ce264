using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>What the fuzzer found: pages and segments that somebody with write access has damaged, or damages at this moment.</summary>
public unsafe class DamageTests
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_page_that_was_never_named_gets_its_name_whatever_stood_there()
    {
        string name = Rings.NewName();
        using (SharedMemoryAttachment page = SharedMemorySegment.Create(RingName.ToKey(name), DirectoryPage.PageSize, (UnixFileMode)0x180).Attach())
        {
            new Span<byte>(((DirectoryPage*)page.DangerousPointer)->Name, RingName.MaxLength).Fill((byte)'x');
        }

        using FrameRingWriter writer = Rings.Create(name);
        Rings.Publish(writer);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
    }

    [Fact]
    public void A_directory_keeps_the_name_that_was_checked()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        SharedMemorySegment segment = SharedMemorySegment.Open(RingName.ToKey(name));
        using SharedMemoryAttachment page = segment.Attach();
        using RingDirectory? byName = RingDirectory.TryOpen(name, []);
        using RingDirectory? byId = RingDirectory.TryOpenById(segment.Id);
        ((DirectoryPage*)page.DangerousPointer)->Name[0] = 27;
        Assert.Equal(name, byName!.Name);
        Assert.Equal(name, byId!.Name);
    }

    [Fact]
    public void A_directory_that_changes_all_the_time_does_not_keep_a_newcomer()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach();
        ulong* token = (ulong*)&((DirectoryPage*)page.DangerousPointer)->Entry.Token;
        bool isOver = false;
        Thread changer = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Volatile.Write(ref *token, *token + 1);
            }
        });
        changer.Start();
        Thread newcomer = new(() =>
        {
            FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader);
            reader?.Dispose();
        });
        newcomer.Start();
        bool hasEnded = newcomer.Join(s_watchdog);
        Volatile.Write(ref isOver, true);
        changer.Join();
        newcomer.Join();
        Assert.True(hasEnded, "The newcomer looked for as long as the directory changed.");
    }

    // It is overtaken, and where it goes on there is damage.
    [Fact]
    public void Every_frame_before_a_damaged_one_is_counted_as_lost()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        ulong head = 0;
        while (head < 10 * (ulong)writer.SlotCount)
        {
            head = Rings.Publish(writer);
        }

        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.True(SegmentGeometry.TryCreate(writer.SlotCount, writer.SlotSize, out SegmentGeometry geometry));
        using (SharedMemoryAttachment segment = new SharedMemorySegment(info!.Segment!.SegmentId).Attach())
        {
            for (ulong sequence = head - (ulong)writer.SlotCount; sequence <= head; sequence++)
            {
                *(ulong*)(segment.DangerousPointer + geometry.IndexPosition(sequence)) = IndexEntry.Pack(sequence, ushort.MaxValue);
            }
        }

        ulong first = reader.Next;
        Assert.Equal(ReadStatus.Corrupt, Rings.Next(reader, out _));
        Assert.True(reader.Next - first > 1);
        Assert.Equal(reader.Next - first, reader.Statistics.Lost);
    }

    [Fact]
    public void A_damaged_index_does_not_keep_a_writer_from_ending()
    {
        string name = Rings.NewName();
        FrameRingWriter writer = Rings.Create(name);
        ulong head = Rings.Publish(writer);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.True(SegmentGeometry.TryCreate(writer.SlotCount, writer.SlotSize, out SegmentGeometry geometry));
        using (SharedMemoryAttachment segment = new SharedMemorySegment(info!.Segment!.SegmentId).Attach())
        {
            *(ulong*)(segment.DangerousPointer + geometry.IndexPosition(head)) = IndexEntry.Pack(head, ushort.MaxValue);
        }

        writer.Dispose();
        Assert.Equal(ReadStatus.Corrupt, Rings.Next(reader, out _));
        Assert.Equal(ReadStatus.Ended, Rings.Next(reader, out _));
        Assert.False(RingCatalog.TryGet(name, out _));
    }
}
