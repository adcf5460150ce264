using FrameRing.Layout;
using FrameRing.Lifecycle;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A producer meets what another user's producer has left alive.</summary>
public unsafe class ForeignAdoptionTests
{
    [Fact]
    public void Another_user_does_not_go_on_in_a_ring_of_nobodys_and_root_does_in_segments_of_its_own()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingReader reader = LeaveDead(name, OtherUsers.Nobody);
        RingIds before = RingIds.Of(name, OtherUsers.Nobody);
        string said = OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name);
        Assert.StartsWith($"{FrameRingError.ForeignObject}: ", said);
        Assert.Contains($"user {OtherUsers.Nobody}", said);
        Assert.Equal(before, RingIds.Of(name, OtherUsers.Nobody));

        // The name and the page go on with the numbers; the frames are root's.
        using FrameRingWriter writer = Rings.CreateWithLeases(name);
        Assert.Equal((2ul, 1ul), (writer.Generation, writer.Head));
        RingIds after = RingIds.Of(name, OtherUsers.Nobody);
        Assert.Equal((before.Directory, before.WriterSet, before.ReaderSet), (after.Directory, after.WriterSet, after.ReaderSet));
        Assert.NotEqual((before.Frames, before.Leases), (after.Frames, after.Leases));
        Assert.Equal((0u, 0u), (new SharedMemorySegment(after.Frames).GetStatus().CreatorUid, new SharedMemorySegment(after.Leases).GetStatus().CreatorUid));
        Assert.Equal(2ul, Rings.Publish(writer));

        // A reader that trusts its maker moves over.
        ReadStatus status;
        FrameView view;
        while ((status = reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out view)) == ReadStatus.WriterDied)
        {
        }

        Assert.Equal(ReadStatus.Ok, status);
        Assert.Equal((2ul, 1ul), (view.Sequence, reader.Statistics.GenerationChanges));

        // Its maker has no way to them, but the page stays its own. So nobody else believes it.
        using Peer maker = OtherUsers.Run(OtherUsers.Nobody, "attach-and-increment", $"{after.Frames}");
        Assert.Null(maker.ReadLine());
        FrameRingException error = Assert.Throws<FrameRingException>(() => FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out _));
        Assert.Equal(FrameRingError.Untrusted, error.Error);
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
