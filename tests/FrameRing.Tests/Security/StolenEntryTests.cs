using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Testing;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>Nobody plants pages that lead root's producers and readers into frames of another ring.</summary>
public unsafe class StolenEntryTests
{
    private const UnixFileMode ForAll = (UnixFileMode)0b110_100_100;
    private const UnixFileMode ForOwner = (UnixFileMode)0b110_000_000;

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
        using (RingDirectory page = RingDirectory.CreateOrTakeOver(name, ForOwner, new StrangersObjects(name, "Forge a page").IsOurs))
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

    [Theory]
    [InlineData("version")]
    [InlineData("name")]
    public void A_dead_page_of_another_version_or_name_keeps_no_name_from_root(string kind)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        Assert.NotEmpty(OtherUsers.Ask(OtherUsers.Nobody, "forge-odd-page", name, kind));
        Assert.StartsWith($"{FrameRingError.ForeignObject}: ", OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name));
        using FrameRingWriter writer = Rings.Create(name);
        Assert.Contains($"user {OtherUsers.Nobody}", Assert.Single(writer.RemovedObjects));
    }

    // Whom root is told to stop is the process that has the lock, and not one that its holder has written down.
    [Fact]
    public void A_refusal_names_the_process_of_the_strangers_and_no_other()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using ChildProcess framed = new("sleep", ["60"]);
        using Peer holder = OtherUsers.Run(OtherUsers.Nobody, "forge-holder", name, $"{framed.Pid}");
        Assert.Equal("ready", holder.ReadLine());
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        Assert.Equal(FrameRingError.WriterActive, error.Error);
        Assert.Contains($"process {holder.Pid} ", error.Message);
        Assert.DoesNotContain($"process {framed.Pid} ", error.Message);
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Null(info!.WriterCommand);
        Assert.Equal(0, holder.Finish());
    }

    // As versions that took write bits for others have left them.
    [Fact]
    public void A_page_that_others_could_write_is_not_taken_over()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using (Peer dead = new("publish", name, "4", "0"))
        {
            Assert.Equal("ready", dead.ReadLine());
            dead.Kill();
            dead.WaitForExit();
        }

        RingIds before = RingIds.Of(name);
        new SharedMemorySegment(before.Directory).SetOwnership((UnixFileMode)0b110_110_110);
        new SemaphoreSet(before.WriterSet).SetOwnership((UnixFileMode)0b110_110_110);
        using Peer stranger = OtherUsers.Run(OtherUsers.Nobody, "write-page", $"{before.Directory}");
        Assert.Equal("ready", stranger.ReadLine());
        using FrameRingWriter writer = Rings.Create(name);
        Assert.Equal(2, writer.RemovedObjects.Count);
        RingIds after = RingIds.Of(name);
        stranger.WriteLine("now");
        Assert.Equal("written", stranger.ReadLine());
        Assert.NotEqual((before.Directory, before.WriterSet), (after.Directory, after.WriterSet));
        Assert.Equal(Environment.ProcessId, RingIds.EntryOf(name).WriterPid);
        Assert.Equal(0, stranger.Finish());
    }

    // The number of mappings is anybody's who may read.
    [Fact]
    public void Who_may_read_counts_as_a_reader_and_keeps_a_dead_ring_from_the_collection_of_garbage()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        Assert.SkipUnless(
            IpcNamespace.TryRun(
                () =>
                {
                    using (FrameRingWriter writer = OtherUsers.CreateRing(name, ForAll))
                    {
                        using Peer stranger = OtherUsers.Run(OtherUsers.Nobody, "wake", $"{RingIds.Of(name).Frames}");
                        Assert.Equal("ready", stranger.ReadLine());
                        Assert.Equal(1, writer.AttachedReaders);
                        Assert.Equal(0, stranger.Finish());
                    }

                    using Peer dead = OtherUsers.Run(0, "foreign-write", name);
                    Assert.Equal("generation 1", dead.ReadLine());
                    using Peer holder = OtherUsers.Run(OtherUsers.Nobody, "wake", $"{RingIds.Of(name).Frames}");
                    Assert.Equal("ready", holder.ReadLine());
                    dead.Kill();
                    dead.WaitForExit();
                    Assert.Empty(RingCatalog.CollectGarbage(remove: true));
                    Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
                    Assert.Equal(0, holder.Finish());
                },
                out string reason),
            reason);
    }
}
