using FrameRing.Layout;
using FrameRing.Lifecycle;
using FrameRing.Reading;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>Nobody plants pages that lead root's producers and readers into frames of another ring.</summary>
public unsafe class StolenEntryTests
{
    private const int ForAll = 0b110_100_100;
    private const int ForOwner = 0b110_000_000;

    [Fact]
    public void A_private_ring_is_not_written_into_the_frames_of_a_public_one()
    {
        OtherUsers.SkipUnlessRoot();
        string victim = Rings.NewName();
        string name = Rings.NewName();
        using FrameRingWriter writer = OtherUsers.CreateRing(victim, ForAll);
        Assert.Equal(1ul, Rings.Publish(writer));
        using FrameRingReader reader = Rings.Attach(victim);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        RingIds stolen = RingIds.Of(victim);
        Assert.NotEmpty(OtherUsers.Ask(OtherUsers.Nobody, "forge-page", name, victim, $"{int.MaxValue}"));

        using FrameRingWriter secret = OtherUsers.CreateRing(name, ForOwner);
        ulong sequence = Rings.Publish(secret);
        RingIds own = RingIds.Of(name, OtherUsers.Nobody);
        string report = $"{name} publishes {sequence} into segment {own.Frames}, leases {own.Leases}; {victim} has {stolen.Frames}, {stolen.Leases}";
        TestContext.Current.SendDiagnosticMessage(report);
        Assert.True(own.Frames != stolen.Frames && own.Leases != stolen.Leases, report);
        Assert.Equal((1ul, 1ul), (sequence, secret.Generation));

        // The victim's mode and frames are as they were, and its readers see nothing of the other ring.
        Assert.Equal(ForAll, new SharedMemorySegment(stolen.Frames).GetStatus().Mode);
        Assert.Equal(ReadStatus.TimedOut, Rings.Next(reader, out _));
        Assert.Equal(2ul, Rings.Publish(writer));
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong next));
        Assert.Equal(2ul, next);
        Assert.StartsWith($"{FrameRingError.AccessDenied}: ", OtherUsers.Ask(OtherUsers.Nobody, "foreign-attach", name));
    }

    // By a page of root's own, as a damaged one would be: the header says whose frames they are.
    [Fact]
    public void A_reader_and_a_producer_take_no_segment_whose_header_names_another_ring()
    {
        string victim = Rings.NewName();
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.CreateWithLeases(victim);
        Assert.Equal(1ul, Rings.Publish(writer));
        RingIds stolen = RingIds.Of(victim);
        using (RingDirectory page = RingDirectory.CreateOrTakeOver(name, ForOwner, new StrangersObjects(name, "Forge a page")))
        {
            // A living writer by its looks, for the reader; a dead one for the producer.
            DirectoryEntry entry = RingIds.EntryOf(victim) with { WriterSemaphoreId = DirectoryEntry.NoObject };
            page.ReservedSequence.Cover(1ul << 40);
            page.WriteEntry(entry);
            FrameRingException error = Assert.Throws<FrameRingException>(
                () => FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out _));
            Assert.Equal(FrameRingError.ForeignObject, error.Error);
            Assert.Null(LeaseTable.TryAdopt(entry, name));
            page.WriteEntry(entry with { WriterPid = int.MaxValue });
        }

        using FrameRingWriter other = Rings.CreateWithLeases(name);
        RingIds own = RingIds.Of(name);
        Assert.True(own.Frames != stolen.Frames && own.Leases != stolen.Leases);
        Assert.Equal((1ul << 40) + ReservedSequence.Step, other.Head);
        Assert.Equal(2ul, Rings.Publish(writer));
    }

    // Of the right name even: the ring that had it before is nameless by now, and still there.
    [Fact]
    public void A_reader_takes_no_segment_of_another_user_than_the_pages()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = OtherUsers.CreateRing(name, ForAll);
        DirectoryEntry stolen = RingIds.EntryOf(name);
        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: true));
        using Peer living = OtherUsers.Run(OtherUsers.Nobody, OtherUsers.RingGroup, "foreign-write", name);
        Assert.Equal("generation 1", living.ReadLine());
        using (SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach())
        {
            DirectoryEntry* entry = &((DirectoryPage*)page.DangerousPointer)->Entry;
            (entry->FrameSegmentId, entry->Token, entry->Generation) = (stolen.FrameSegmentId, stolen.Token, stolen.Generation);
            (entry->LeaseSegmentId, entry->LeaseToken) = (stolen.LeaseSegmentId, stolen.LeaseToken);
        }

        foreach (bool leases in new[] { false, true })
        {
            FrameRingReaderOptions options = new() { TrustedOwners = [OtherUsers.Nobody], Leases = leases };
            FrameRingException error = Assert.Throws<FrameRingException>(
                () => FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out _));
            Assert.Equal(FrameRingError.Untrusted, error.Error);
            Assert.Contains($"user {OtherUsers.Nobody}", error.Message);
        }

        Assert.Equal(0, living.Finish());
    }

    // The page says that it lives: by a semaphore set by hand, and by the number of a process that is not its maker's.
    [Fact]
    public void A_ring_that_only_looks_alive_keeps_no_name_from_root()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        Assert.NotEmpty(OtherUsers.Ask(OtherUsers.Nobody, "forge-living", name));
        using FrameRingWriter writer = Rings.Create(name);
        Assert.Equal(2, writer.RemovedObjects.Count);
        Assert.Equal(1ul, Rings.Publish(writer));
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
    }
}
