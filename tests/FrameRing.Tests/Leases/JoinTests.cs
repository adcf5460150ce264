using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Leases;

public class JoinTests
{
    private static readonly FrameRingReaderOptions s_lossless = new() { Start = StartPosition.Oldest, IsLossless = true };

    [Fact]
    public void A_reader_joins_a_ring_in_which_every_slot_is_being_filled()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 2, Delivery.Lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim first));
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim second));

        // No frame is there, the newest neither. A writer that is stopped now may never change that.
        FrameRingReader? joined = null;
        Thread attaching = new(() => joined = Rings.AttachWith(name, s_lossless));
        attaching.Start();
        bool hasJoined = attaching.Join(TimeSpan.FromSeconds(20));
        first.Abandon();
        second.Abandon();
        Rings.Publish(writer);
        attaching.Join();
        using FrameRingReader reader = joined!;
        Assert.True(hasJoined, "The reader hung until the writer published again.");
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
        Assert.Equal(3ul, sequence);
    }

    [Fact]
    public void A_reader_joins_behind_a_frame_that_is_gone_not_before_it()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 4, Delivery.Lossless);
        using FrameRingReader holder = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, Leases = true });
        Rings.Publish(writer);
        Assert.Equal(ReadStatus.Ok, holder.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        Assert.Equal(ReadStatus.Ok, holder.TryLease(view, out FrameLease lease));
        for (int frame = 0; frame < 3; frame++)
        {
            Rings.Publish(writer);
        }

        // Frame 1 is leased, so the slot of frame 2 is taken: what can be read without a gap begins with frame 3.
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(1, out SlotClaim claim));
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        claim.Publish(Rings.Grey());
        for (ulong expected = 3; expected <= 5; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        Assert.Equal(0ul, reader.Statistics.Lost);
        lease.Dispose();
    }

    [Fact]
    public unsafe void What_was_published_before_a_reader_could_join_the_successor_is_counted_as_lost()
    {
        string name = Rings.NewName();
        using Peer first = new("publish", name, "4", "3", "lossless");
        Assert.Equal("ready", first.ReadLine());
        using FrameRingReader reader = Rings.AttachWith(name, s_lossless);
        first.WriteLine("go");
        Assert.Equal("published", first.ReadLine());
        first.Kill();
        first.WaitForExit();
        for (int frame = 0; frame < 3; frame++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        }

        Assert.Equal(ReadStatus.WriterDied, reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out _));

        // Killed in the middle of the entry: the next one does not find the leases, and waits for nobody who has not joined it.
        using (SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach())
        {
            ((DirectoryPage*)page.DangerousPointer)->EntryVersion |= 1;
        }

        using FrameRingWriter second = Rings.CreateWithLeases(name, slots: 4, Delivery.Lossless);
        ulong begin = second.Head + 1;
        for (int frame = 0; frame < 20; frame++)
        {
            Rings.Publish(second);
        }

        Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out FrameView view));
        Assert.True(view.Sequence > begin);
        Assert.Equal(view.Sequence - begin, reader.Statistics.Lost);
    }

    // A reader that is slow between the directory and its first look, and a writer that is not.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Who_comes_to_a_generation_that_is_over_joins_in_the_present_one(int changes)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(name, slots: 3, Delivery.Lossless);
        Rings.Publish(writer);
        Rings.Publish(writer);
        RingDirectory directory = RingDirectory.TryOpen(name, [])!;
        Assert.True(directory.TryReadEntry(out DirectoryEntry entry));
        Assert.True(new SharedMemorySegment(entry.FrameSegmentId).TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment));
        FrameSegment segment = FrameSegment.Open(entry.FrameSegmentId, attachment!, entry.Token, name)!;
        int width = Rings.Width;
        for (int change = 1; change <= changes; change++)
        {
            width = (change + 1) * Rings.Width;
            writer.PrepareGeneration(3, (long)width * width);
            for (int frame = 0; frame < 8; frame++)
            {
                Rings.Publish(writer, width);
            }
        }

        using FrameRingReader reader = new(name, s_lossless, directory, entry, segment);
        Assert.Equal(writer.Generation, reader.Generation);
        ulong first = writer.Head - 2;
        for (ulong expected = first; expected <= first + 2; expected++)
        {
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(expected, sequence);
        }

        Assert.Equal((0ul, 0ul), (reader.Statistics.Lost, reader.Statistics.GenerationChanges));
        Assert.Equal(1, writer.LosslessReaders);
    }
}
