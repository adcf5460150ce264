using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A producer gives its ring to other users one call after it has made it, and a reader of another user may look between.</summary>
public class LateGroupTests
{
    // The time in which the ring is not yet for others: a follower looks at least once in it, and gives up after five looks. A busy machine
    // may make it longer than that.
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(40);
    private const int Tries = 5;

    [Fact]
    public void A_follower_of_another_user_is_not_refused_by_a_successor_that_is_just_being_made()
    {
        OtherUsers.SkipUnlessRoot();
        string said = string.Empty;
        for (int i = 0; i < Tries && said != $"{ReadStatus.Ok}"; i++)
        {
            said = Follow();
        }

        Assert.Equal($"{ReadStatus.Ok}", said);
    }

    private static string Follow()
    {
        string name = Rings.NewName();
        using FrameRingWriter first = Create(name, 0b110_100_100);
        using Peer follower = OtherUsers.Run(OtherUsers.Nobody, "foreign-follow", name);
        Rings.Publish(first);
        Assert.Equal($"{ReadStatus.Ok}", follower.ReadLine());
        first.Dispose();
        Assert.Equal($"{ReadStatus.Ended}", follower.ReadLine());
        using FrameRingWriter second = Create(name, 0b110_000_000);
        Rings.Publish(second);
        Thread.Sleep(s_between);
        RingIds ids = RingIds.Of(name);
        new SharedMemorySegment(ids.Frames).SetOwnership((UnixFileMode)0b110_100_100);
        new SemaphoreSet(ids.WriterSet).SetOwnership((UnixFileMode)0b110_100_100);
        new SharedMemorySegment(ids.Directory).SetOwnership((UnixFileMode)0b110_100_100);
        string? said = follower.ReadLine();
        Assert.Equal(0, follower.Finish());
        return said!;
    }

    private static FrameRingWriter Create(string name, int mode) => FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = name,
        SlotCount = 4,
        SlotSize = Rings.Bytes,
        HugePages = HugePagePolicy.Off,
        Mode = (UnixFileMode)mode,
    });
}
