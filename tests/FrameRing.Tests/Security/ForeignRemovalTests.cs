using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Reading;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Testing;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>Nobody removes nothing of root's, and root nothing of nobody's that is no part of a ring.</summary>
public class ForeignRemovalTests
{
    private const int ForAll = 0b110_100_100;

    [Theory]
    [InlineData(0b110_100_000)]
    [InlineData(ForAll)]
    public void Nobody_removes_no_ring_of_roots(int mode)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = OtherUsers.CreateRing(name, (UnixFileMode)mode);
        RingIds before = RingIds.Of(name);
        Assert.Matches("^(AccessDenied|ForeignObject): ", OtherUsers.Ask(OtherUsers.Nobody, "foreign-remove", name));
        Assert.Matches("^(AccessDenied|ForeignObject): ", OtherUsers.Ask(OtherUsers.Nobody, "foreign-remove", name, "force"));
        AssertWhole(name, before);
        Assert.Equal(1ul, Rings.Publish(writer));
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
    }

    [Fact]
    public void Nobody_collects_no_garbage_of_roots_and_root_collects_nobodys()
    {
        OtherUsers.SkipUnlessRoot();
        string own = Rings.NewName();
        string foreign = Rings.NewName();
        InNamespace(() =>
        {
            using (Peer dead = OtherUsers.Run(0, "foreign-write", own))
            {
                Assert.Equal("generation 1", dead.ReadLine());
                dead.Kill();
                dead.WaitForExit();
            }

            using (Peer dead = OtherUsers.Run(OtherUsers.Nobody, "foreign-write", foreign))
            {
                Assert.Equal("generation 1", dead.ReadLine());
                dead.Kill();
                dead.WaitForExit();
            }

            Assert.Equal(foreign, OtherUsers.Ask(OtherUsers.Nobody, "foreign-collect", "dry"));
            Assert.Equal(foreign, OtherUsers.Ask(OtherUsers.Nobody, "foreign-collect"));
            Assert.True(SharedMemorySegment.TryOpen(RingName.ToKey(own), out _));
            Assert.True(SemaphoreSet.TryOpen(RingName.ToKey(own), out _));
            Assert.True(SemaphoreSet.TryOpen(RingName.ToKey(own, ReaderSemaphores.Part), out _));
            Assert.Equal(own, Assert.Single(RingCatalog.CollectGarbage(remove: true)).Name);
        });
    }

    [Fact]
    public void Root_collects_nothing_that_is_no_part_of_a_ring()
    {
        OtherUsers.SkipUnlessRoot();
        string page = Rings.NewName();
        string empty = Rings.NewName();
        string dead = Rings.NewName();
        InNamespace(() =>
        {
            using Squatter likePage = Squatter.OnSegment(RingName.ToKey(page), 4096);
            using Squatter likeEmptyPage = Squatter.OnSegment(RingName.ToKey(empty), 4096, fill: 0);
            using Squatter set = Squatter.OnSet(RingName.ToKey(empty), 2);
            LeaveDead(dead);

            // Beside what the dead producer has left, under the keys that it could have had.
            using Squatter frames = Squatter.OnSegment(RingName.ToKey(dead, TransientSegment.FramePart), 100);
            using Squatter leases = Squatter.OnSegment(RingName.ToKey(dead, TransientSegment.LeasePart), 100);
            using Squatter readers = Squatter.OnSet(RingName.ToKey(dead, ReaderSemaphores.Part), 3);
            Assert.Equal(dead, Assert.Single(RingCatalog.CollectGarbage(remove: true)).Name);
            foreach (Squatter squatter in new[] { likePage, likeEmptyPage, set, frames, leases, readers })
            {
                squatter.AssertUntouched();
            }
        });
    }

    [Theory]
    [InlineData(100, 0x5A)]
    [InlineData(4096, 0x5A)]
    public void Root_removes_no_segment_that_only_has_the_key(int size, byte fill)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSegment(RingName.ToKey(name), size, fill: fill);
        foreach (bool force in new[] { false, true })
        {
            FrameRingException error = Assert.Throws<FrameRingException>(() => RingCatalog.Remove(name, force));
            Assert.Equal(FrameRingError.ForeignObject, error.Error);
            Assert.Contains($"user {OtherUsers.Nobody}", error.Message);
        }

        squatter.AssertUntouched();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Root_removes_no_set_that_only_has_the_key(int count, bool force)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), count);
        Assert.Equal(RemovalStatus.NoSuchRing, RingCatalog.Remove(name, force));
        squatter.AssertUntouched();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Root_removes_a_ring_and_nothing_that_has_the_keys_of_its_parts(bool force)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        LeaveDead(name);
        using Squatter frames = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.FramePart), 100);
        using Squatter leases = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.LeasePart), LeaseGeometry.TotalSize);
        using Squatter readers = Squatter.OnSet(RingName.ToKey(name, ReaderSemaphores.Part), 3);

        // Their maker has gone and nobody is attached, as it is with what a killed producer leaves. But one is too small, and with the
        // other somebody else has worked.
        SharedMemorySegment leftFrames = frames.LeaveSegment();
        SharedMemorySegment leftLeases = leases.LeaveSegment();
        leftLeases.Attach().Dispose();
        try
        {
            Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force));
            Assert.Equal(RemovalStatus.NoSuchRing, RingCatalog.Remove(name, force));
            Assert.Equal((100L, LeaseGeometry.TotalSize), (leftFrames.GetStatus().Size, leftLeases.GetStatus().Size));
            readers.AssertUntouched();
        }
        finally
        {
            leftFrames.Remove();
            leftLeases.Remove();
        }
    }

    private static void LeaveDead(string name)
    {
        using Peer dead = new("publish", name, "4", "0");
        Assert.Equal("ready", dead.ReadLine());
        dead.Kill();
        dead.WaitForExit();
    }

    private static void AssertWhole(string name, RingIds ids)
    {
        Assert.Equal(ids, RingIds.Of(name));
        Assert.False(new SharedMemorySegment(ids.Directory).GetStatus().IsMarkedForRemoval);
        Assert.Equal((1, 64), (new SemaphoreSet(ids.WriterSet).GetStatus().Count, new SemaphoreSet(ids.ReaderSet).GetStatus().Count));
    }

    // It takes garbage wherever it lies.
    private static void InNamespace(Action action) => Assert.SkipUnless(IpcNamespace.TryRun(action, out string reason), reason);
}
