using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Waiting;

public class NegativeTimeoutTests
{
    public static TheoryData<TimeSpan> Negative => [TimeSpan.FromTicks(-1), TimeSpan.FromMilliseconds(-2), TimeSpan.MinValue];

    [Theory]
    [MemberData(nameof(Negative))]
    public void A_negative_wait_is_refused(TimeSpan wait)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal("timeout", Assert.Throws<ArgumentOutOfRangeException>(() => reader.WaitNext(wait, CancellationToken.None, out _)).ParamName);
        Assert.Equal("wait", Assert.Throws<ArgumentOutOfRangeException>(() => FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), wait, CancellationToken.None, out _)).ParamName);
    }

    [Fact]
    public void Waiting_for_ever_is_allowed()
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), Timeout.InfiniteTimeSpan, CancellationToken.None, out FrameRingReader? reader));
        using (reader)
        {
            Rings.Publish(writer);
            Assert.Equal(ReadStatus.Ok, reader!.WaitNext(Timeout.InfiniteTimeSpan, CancellationToken.None, out _));
        }
    }
}
