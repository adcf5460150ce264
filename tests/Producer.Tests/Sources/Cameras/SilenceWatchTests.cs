using FrameRing.Formats;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Producer.Tests.Sources.Cameras;

/// <summary>When a camera that gives nothing is taken for lost.</summary>
public class SilenceWatchTests
{
    private const long Second = 1_000_000_000;

    private static readonly Rational s_fast = new(25, 1);

    [Theory]
    [InlineData(25, 1, true, 2)]
    [InlineData(25, 1, false, 10)]
    [InlineData(0, 0, true, 2)]
    [InlineData(1, 10, true, 40)]
    [InlineData(1, 10, false, 80)]
    public void A_silent_camera_is_lost_after_its_limit(int numerator, int denominator, bool hasHeard, int seconds)
    {
        SilenceWatch watch = new(TimeSpan.FromSeconds(2));
        watch.Start(0);
        if (hasHeard)
        {
            watch.Hear(0);
        }

        long now = 0;
        Rational frameRate = denominator == 0 ? Rational.Unknown : new Rational(numerator, denominator);
        do
        {
            now += Second / 4;
        }
        while (!watch.IsTooLong(now, frameRate));
        Assert.Equal(seconds * Second + Second / 4, now);
    }

    // The process was stopped, or its virtual machine, or it waited for readers.
    [Fact]
    public void Time_in_which_nobody_listened_is_not_silence()
    {
        SilenceWatch watch = new(TimeSpan.FromSeconds(2));
        watch.Start(0);
        watch.Hear(Second);
        Assert.False(watch.IsTooLong(3600 * Second, s_fast));
        Assert.False(watch.IsTooLong(3600 * Second + Second / 4, s_fast));
        Assert.Equal(0.75, watch.Length.TotalSeconds);
    }

    [Fact]
    public void A_frame_ends_the_silence()
    {
        SilenceWatch watch = new(TimeSpan.FromSeconds(2));
        watch.Start(0);
        for (long now = 0; now < 100 * Second; now += Second / 4)
        {
            Assert.False(watch.IsTooLong(now, s_fast));
            if (now % Second == 0)
            {
                watch.Hear(now);
            }
        }
    }
}
