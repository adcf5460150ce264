using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Testing;
using FrameRing.Tests.Support;

namespace FrameRing.Tests.Security;

/// <summary>
/// Nobody leaves a dead directory whose name was chosen so that its keys are those of objects that somebody else has for other ends. Who
/// then removes dead rings must not remove those.
/// </summary>
public class MisleadingNameTests
{
    [Theory]
    [InlineData(OtherUsers.Somebody, OtherUsers.Somebody)]
    [InlineData(OtherUsers.Somebody, 0u)]
    [InlineData(0u, 0u)]
    public void A_semaphore_on_the_key_of_the_name_stays(uint victim, uint remover)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        InNamespace(() =>
        {
            using Squatter set = Squatter.OnSet(RingName.ToKey(name), 1, user: victim);
            LeavePage(name, set.Id, -1);

            // Only root may remove a ring of nobody's, and the page is all it removes.
            string found = remover == 0 ? name : string.Empty;
            Assert.Equal(found, OtherUsers.Ask(remover, "foreign-collect", "dry"));
            Assert.Equal(found, OtherUsers.Ask(remover, "foreign-collect"));
            Assert.Equal(remover == 0, !SharedMemorySegment.TryOpen(RingName.ToKey(name), out _));
            foreach (string[] how in new string[][] { [], ["force"] })
            {
                if (remover == 0)
                {
                    LeavePage(name, set.Id, -1);
                }

                Assert.Matches(remover == 0 ? "^Removed$" : "^AccessDenied: ", OtherUsers.Ask(remover, ["foreign-remove", name, .. how]));
            }

            set.AssertUntouched();
        });
    }

    [Theory]
    [InlineData(OtherUsers.Somebody, OtherUsers.Somebody, "foreign-collect")]
    [InlineData(OtherUsers.Somebody, 0u, "foreign-collect")]
    [InlineData(0u, 0u, "foreign-collect")]
    [InlineData(OtherUsers.Somebody, OtherUsers.Somebody, "foreign-remove")]
    [InlineData(OtherUsers.Somebody, 0u, "foreign-remove")]
    [InlineData(0u, 0u, "foreign-remove")]
    public void Semaphores_and_segments_on_the_keys_of_the_parts_stay(uint victim, uint remover, string how)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        InNamespace(() =>
        {
            using Squatter readers = Squatter.OnSet(RingName.ToKey(name, ReaderSemaphores.Part), LeaseGeometry.EntryCount, user: victim);
            using Squatter frames = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.FramePart), 8192, user: victim);
            using Squatter leases = Squatter.OnSegment(RingName.ToKey(name, TransientSegment.LeasePart), LeaseGeometry.TotalSize, user: victim);
            SharedMemorySegment leftFrames = frames.LeaveSegment();
            SharedMemorySegment leftLeases = leases.LeaveSegment();
            LeavePage(name, -1, readers.Id);

            // Only root may remove a ring of nobody's, and that is all it removes.
            string said = OtherUsers.Ask(remover, how == "foreign-remove" ? [how, name] : [how]);
            Assert.Equal(remover == 0, !SharedMemorySegment.TryOpen(RingName.ToKey(name), out _));
            Assert.Equal(remover == 0, said is "Removed" || said == name);
            Assert.Equal((8192L, LeaseGeometry.TotalSize), (leftFrames.GetStatus().Size, leftLeases.GetStatus().Size));
            readers.AssertUntouched();
        });
    }

    // Both are of one user: as a set that was removed by hand is followed by another.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_semaphore_that_is_not_the_one_that_the_directory_names_stays_while_that_one_exists(bool isNamedGone)
    {
        string name = Rings.NewName();
        SemaphoreSet writer = SemaphoreSet.CreatePrivate(1, (UnixFileMode)0b110_000_000);
        SemaphoreSet readers = SemaphoreSet.CreatePrivate(LeaseGeometry.EntryCount, (UnixFileMode)0b110_000_000);
        SemaphoreSet onKey = SemaphoreSet.Create(RingName.ToKey(name), 1, (UnixFileMode)0b110_000_000);
        SemaphoreSet onReadersKey = SemaphoreSet.Create(RingName.ToKey(name, ReaderSemaphores.Part), LeaseGeometry.EntryCount, (UnixFileMode)0b110_000_000);
        try
        {
            using Peer peer = new("leave-page", name, $"{writer.Id}", $"{readers.Id}");
            Assert.Equal(0, peer.Finish());
            if (isNamedGone)
            {
                writer.Remove();
            }

            Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));

            // Once the one that it names is gone, the next producer has taken the other, or would.
            Assert.Equal(isNamedGone, !onKey.TryGetStatus(out _));
            Assert.True(onReadersKey.TryGetStatus(out _));
        }
        finally
        {
            writer.Remove();
            readers.Remove();
            onKey.Remove();
            onReadersKey.Remove();
        }
    }

    private static void LeavePage(string name, int writerSet, int readerSet) =>
        Assert.NotEmpty(OtherUsers.Ask(OtherUsers.Nobody, "leave-page", name, $"{writerSet}", $"{readerSet}"));

    // It takes garbage wherever it lies; and what stays is gone with it.
    private static void InNamespace(Action action) => Assert.SkipUnless(IpcNamespace.TryRun(action, out string reason), reason);
}
