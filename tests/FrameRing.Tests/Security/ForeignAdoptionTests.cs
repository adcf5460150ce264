using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A producer meets what another user's producer has left alive.</summary>
public unsafe class ForeignAdoptionTests
{
    [Fact]
    public void Another_user_refuses_a_dead_ring_of_nobodys_and_root_removes_it_and_makes_its_own()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingReader reader = LeaveDead(name, OtherUsers.Nobody);
        RingIds before = RingIds.Of(name, OtherUsers.Nobody);
        string said = OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name);
        Assert.StartsWith($"{FrameRingError.ForeignObject}: ", said);
        Assert.Contains($"user {OtherUsers.Nobody}", said);
        Assert.Equal(before, RingIds.Of(name, OtherUsers.Nobody));

        // Page, both sets: each is told.
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        Assert.Equal(3, writer.RemovedObjects.Count);
        Assert.All(writer.RemovedObjects, text => Assert.Contains($"user {OtherUsers.Nobody}", text));
        Assert.Equal((1ul, 0ul), (writer.Generation, writer.Head));
        RingIds after = RingIds.Of(name);
        Assert.All([after.Directory, after.Frames, after.Leases], id => Assert.Equal(0u, new SharedMemorySegment(id).GetStatus().CreatorUid));
        Assert.All([after.WriterSet, after.ReaderSet], id => Assert.Equal(0u, new SemaphoreSet(id).GetStatus().CreatorUid));
        Assert.Equal(1ul, Rings.Publish(writer));

        // A reader of the old ring finds the new one, which begins anew.
        ReadStatus status;
        FrameView view;
        while ((status = reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out view)) == ReadStatus.WriterDied)
        {
        }

        Assert.Equal(ReadStatus.Ok, status);
        Assert.Equal((1ul, 1ul), (view.Sequence, reader.Statistics.GenerationChanges));
        using Peer maker = OtherUsers.Run(OtherUsers.Nobody, "attach-and-increment", $"{after.Frames}");
        Assert.Null(maker.ReadLine());
        using FrameRingReader other = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(other, out _));
    }

    [Fact]
    public void A_living_ring_of_nobodys_is_refused_by_root_and_stays()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Peer living = OtherUsers.Run(OtherUsers.Nobody, OtherUsers.RingGroup, "foreign-write", name);
        Assert.Equal("generation 1", living.ReadLine());
        RingIds before = RingIds.Of(name, OtherUsers.Nobody);
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        Assert.Equal(FrameRingError.WriterActive, error.Error);
        Assert.Contains($"process {living.Pid}", error.Message);
        Assert.Contains($"user {OtherUsers.Nobody}", error.Message);
        Assert.Equal(before, RingIds.Of(name, OtherUsers.Nobody));
        Assert.Equal(0, living.Finish());
    }

    [Fact]
    public void Another_user_does_not_go_on_in_parts_of_nobodys_that_its_own_directory_leads_to()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        string other = Rings.NewName();
        try
        {
            // All in one group, so that the kernel would allow it.
            using Peer forger = OtherUsers.RunInGroup("foreign-write", other);
            Assert.Equal("generation 1", forger.ReadLine());
            DirectoryEntry forged = RingIds.EntryOf(other, OtherUsers.Nobody);
            LeaveDead(name, OtherUsers.Somebody).Dispose();
            using (SharedMemoryAttachment page = SharedMemorySegment.Open(RingName.ToKey(name)).Attach())
            {
                DirectoryEntry* entry = &((DirectoryPage*)page.DangerousPointer)->Entry;
                (entry->FrameSegmentId, entry->Token) = (forged.FrameSegmentId, forged.Token);
                (entry->LeaseSegmentId, entry->LeaseToken) = (forged.LeaseSegmentId, forged.LeaseToken);
            }

            using (Peer successor = OtherUsers.RunThirdInGroup("foreign-write", name))
            {
                Assert.Equal("generation 2", successor.ReadLine());
                DirectoryEntry made = RingIds.EntryOf(name, OtherUsers.Somebody);
                Assert.Equal(OtherUsers.Somebody, new SharedMemorySegment(made.FrameSegmentId).GetStatus().CreatorUid);
                Assert.Equal(OtherUsers.Somebody, new SharedMemorySegment(made.LeaseSegmentId).GetStatus().CreatorUid);
                Assert.Equal(0, successor.Finish());
            }

            Assert.Equal(0, forger.Finish());
        }
        finally
        {
            RingCatalog.Remove(name, force: false);
        }
    }

    // With a reader that keeps it alive.
    private static FrameRingReader LeaveDead(string name, uint user)
    {
        using Peer first = OtherUsers.Run(user, OtherUsers.RingGroup, "foreign-write", name);
        Assert.Equal("generation 1", first.ReadLine());
        FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, TrustedOwners = [user] });
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        first.Kill();
        first.WaitForExit();
        return reader;
    }
}
