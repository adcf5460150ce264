using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>What SECURITY.md says of a pure reader, a lease reader and a stranger, each tried by a real process of another user.</summary>
public class OtherUserTests
{
    private const string PureReader = "seen frames-read directory-read writer-look";
    private const string LeaseReader = "seen frames-read directory-read leases-read leases-write writer-look readers-look readers-raise readers-lower readers-set";

    [Theory]
    [InlineData(0b110_100_000, OtherUsers.Nobody, "seen")]
    [InlineData(0b110_100_100, OtherUsers.Nobody, PureReader)]
    [InlineData(0b110_100_000, OtherUsers.RingGroup, LeaseReader)]
    [InlineData(0b110_000_000, OtherUsers.RingGroup, "seen")]
    [InlineData(0b110_000_100, OtherUsers.Nobody, PureReader)]
    public void Nothing_is_allowed_but_what_the_mode_says(int mode, uint group, string allowed)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, mode, Delivery.Live);
        Rings.Publish(writer);
        RingIds ids = RingIds.Of(name);
        using Peer nobody = OtherUsers.Run(OtherUsers.Nobody, group, "attempt", $"{ids.Frames}", $"{ids.Directory}", $"{ids.Leases}", $"{ids.WriterSet}", $"{ids.ReaderSet}");
        List<string> done = [];
        while (nobody.ReadLine() is { } line && line != "end")
        {
            done.Add(line);
        }

        Assert.Equal(allowed, string.Join(' ', done));
        Assert.Equal(0, nobody.Finish());

        // All is as it was: the ring lives, and readers find it.
        Assert.Equal(2ul, Rings.Publish(writer));
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
    }

    [Theory]
    [InlineData(Delivery.Live)]
    [InlineData(Delivery.Lossless)]
    public void A_lease_reader_that_writes_nonsense_everywhere_stops_neither_the_producer_nor_a_reader(Delivery delivery)
    {
        OtherUsers.SkipUnlessRoot();
        const ulong Frames = 40;
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name, 0b110_100_000, delivery);
        for (int frame = 0; frame < 4; frame++)
        {
            Rings.Publish(writer);
        }

        using FrameRingReader pure = Rings.Attach(name);
        using FrameRingReader leasing = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, Leases = true });
        RingIds ids = RingIds.Of(name);
        using Peer hostile = OtherUsers.RunInGroup("scribble", $"{ids.Frames}", $"{ids.Leases}", $"{ids.ReaderSet}");
        Assert.Equal("ready", hostile.ReadLine());
        ulong before = writer.Head;
        while (writer.Head < before + Frames)
        {
            Assert.False(TestContext.Current.CancellationToken.IsCancellationRequested);
            if (writer.Claim(Rings.Bytes, TestContext.Current.CancellationToken, out SlotClaim claim) == ClaimStatus.Ok)
            {
                claim.Data[..Rings.Bytes].Fill((byte)(writer.Head + 1));
                claim.Publish(Rings.Grey());
            }

            if (pure.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view) == ReadStatus.Ok)
            {
                bool isWhole = !view.GetPlane(0).ContainsAnyExcept((byte)view.Sequence);
                Assert.True(isWhole || view.Validate() != ReadStatus.Ok);
            }

            // Its leases may be taken away and its entry too. Then it is told so, and takes no wrong frame for a good one.
            if (leasing.WaitNext(TimeSpan.Zero, CancellationToken.None, out view) == ReadStatus.Ok && leasing.TryLease(view, out FrameLease lease) == ReadStatus.Ok)
            {
                bool isWhole = !lease.View.GetPlane(0).ContainsAnyExcept((byte)lease.Sequence);
                Assert.True(isWhole || lease.Validate() != ReadStatus.Ok);
                lease.Dispose();
            }
        }

        Assert.Equal(0, hostile.Finish());
        Assert.True(RingCatalog.TryGet(name, out _));
    }

    private static FrameRingWriter Create(string name, int mode, Delivery delivery) => FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = name,
        SlotCount = 4,
        SlotSize = Rings.Bytes,
        HugePages = HugePagePolicy.Off,
        Mode = (UnixFileMode)mode,
        Group = $"{OtherUsers.RingGroup}",
        Leases = true,
        Delivery = delivery,
        LeaseTimeout = TimeSpan.FromMilliseconds(10),
        ReaderTimeout = TimeSpan.FromMilliseconds(10),
    });
}
