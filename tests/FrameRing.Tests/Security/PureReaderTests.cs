using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A reader of another user that may only read, and does the worst with it.</summary>
public class PureReaderTests
{
    [Fact]
    public void One_that_is_stopped_holds_up_nobody()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name);
        using FrameRingReader beside = Rings.Attach(name);
        using Peer stopped = OtherUsers.RunInGroup("read", name);
        Assert.Equal("ready", stopped.ReadLine());
        Publish(writer, beside, 10);
        stopped.Signal(Tmds.Linux.LibC.SIGSTOP);
        Publish(writer, beside, 1000);
        Assert.Equal(0ul, writer.Statistics.Dropped);
        stopped.Signal(Tmds.Linux.LibC.SIGCONT);
        writer.End();
        Assert.Equal($"{ReadStatus.Ended}", stopped.ReadLine());
        Assert.Equal(0, stopped.Finish());
    }

    [Fact]
    public void One_that_wakes_the_others_all_the_time_only_makes_them_look()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingWriter writer = Create(name);
        using FrameRingReader beside = Rings.Attach(name);
        using Peer waker = OtherUsers.RunInGroup("wake", $"{RingIds.Of(name).Frames}");
        Assert.Equal("ready", waker.ReadLine());
        Assert.Equal(ReadStatus.TimedOut, beside.WaitNext(TimeSpan.FromMilliseconds(100), CancellationToken.None, out _));
        Publish(writer, beside, 1000);
        Assert.Equal(0ul, beside.Statistics.Lost);
        Assert.Equal(0, waker.Finish());
    }

    private static void Publish(FrameRingWriter writer, FrameRingReader reader, int count)
    {
        for (int frame = 0; frame < count; frame++)
        {
            ulong published = Rings.Publish(writer);
            Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out ulong sequence));
            Assert.Equal(published, sequence);
        }
    }

    private static FrameRingWriter Create(string name) => FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = name,
        SlotCount = 4,
        SlotSize = Rings.Bytes,
        HugePages = HugePagePolicy.Off,
        Group = $"{OtherUsers.RingGroup}",
    });
}
