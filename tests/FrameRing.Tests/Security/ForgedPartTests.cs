using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>
/// The directory is of an owner who is trusted, and leads to parts of a ring of nobody's: damaged, or its ids have been given away again.
/// The tokens are right too.
/// </summary>
public unsafe class ForgedPartTests
{
    private const UnixFileMode ForAll = (UnixFileMode)0b110_100_100;

    private delegate void Forgery(DirectoryEntry* entry, in DirectoryEntry forged);

    [Fact]
    public void A_frame_segment_of_a_stranger_is_not_read() => Refuse(
        leases: false,
        FrameRingError.Untrusted,
        static (DirectoryEntry* entry, in DirectoryEntry forged) => (entry->FrameSegmentId, entry->Token) = (forged.FrameSegmentId, forged.Token));

    [Fact]
    public void A_lease_segment_of_a_stranger_is_not_written() => Refuse(
        leases: true,
        FrameRingError.Untrusted,
        static (DirectoryEntry* entry, in DirectoryEntry forged) => (entry->LeaseSegmentId, entry->LeaseToken) = (forged.LeaseSegmentId, forged.LeaseToken));

    [Fact]
    public void Reader_semaphores_of_a_stranger_are_not_raised() => Refuse(
        leases: true,
        FrameRingError.Corrupt,
        static (DirectoryEntry* entry, in DirectoryEntry forged) => entry->ReaderSemaphoreId = forged.ReaderSemaphoreId);

    [Fact]
    public void A_writer_semaphore_of_a_stranger_is_looked_at_and_not_touched()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(Rings.NewName()), 1, mode: 0b110_110_110, value: 1);
        using FrameRingWriter writer = OtherUsers.CreateRing(name, ForAll);
        Rings.Publish(writer);
        using (SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach())
        {
            ((DirectoryPage*)page.DangerousPointer)->Entry.WriterSemaphoreId = squatter.Id;
        }

        // It can only make a reader believe that the producer lives, or does not.
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal("Ok", OtherUsers.Ask(OtherUsers.Somebody, "foreign-attach", name));
        squatter.AssertUntouched();
    }

    private static void Refuse(bool leases, FrameRingError expected, Forgery forge)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        string other = Rings.NewName();
        using Peer forger = OtherUsers.RunInGroup("foreign-write", other);
        Assert.Equal("generation 1", forger.ReadLine());
        DirectoryEntry forged = RingIds.EntryOf(other, OtherUsers.Nobody);
        SharedMemorySegment table = new(forged.LeaseSegmentId);
        SemaphoreSet readers = new(forged.ReaderSemaphoreId);
        (DateTimeOffset? Attached, SemaphoreSetStatus Set) before = (table.GetStatus().LastAttachTime, readers.GetStatus());

        using FrameRingWriter writer = OtherUsers.CreateRing(name, ForAll);
        Rings.Publish(writer);
        using (SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach())
        {
            forge(&((DirectoryPage*)page.DangerousPointer)->Entry, forged);
        }

        FrameRingReaderOptions options = new() { Leases = leases };
        FrameRingException error = Assert.Throws<FrameRingException>(() => FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out _));
        Assert.Equal(expected, error.Error);

        // The kernel would let a third user of the group, too.
        string said = OtherUsers.Ask(OtherUsers.Somebody, OtherUsers.RingGroup, leases ? ["foreign-attach", name, "leases"] : ["foreign-attach", name]);
        Assert.StartsWith($"{expected}: ", said);
        Assert.Equal(before, (table.GetStatus().LastAttachTime, readers.GetStatus()));
        Assert.Equal(0, forger.Finish());
    }
}
