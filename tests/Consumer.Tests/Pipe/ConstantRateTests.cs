using FrameRing.Consumer.Pipe;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Tests.Pipe;

/// <summary>Where frames go at a constant rate; that it is ffmpeg's rule is what the end-to-end tests compare.</summary>
public class ConstantRateTests
{
    private static readonly TimeSpan s_gap = TimeSpan.FromSeconds(10);

    [Fact]
    public void Frames_that_are_on_time_are_written_once_each()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(new Copies(0, 1), rate.Place(At(i * 40))));
        Assert.Equal(0, rate.End());
        AssertCounts(rate, 100, 0, 0, 0);
    }

    [Fact]
    public void The_first_frame_is_written_once_whenever_it_is()
    {
        foreach (long start in new[] { -5000L, -10, 0, 15, 3_600_000, long.MaxValue / 2, long.MinValue + 1 })
        {
            ConstantRate rate = new(new Rational(25, 1), s_gap, null);
            Assert.Equal(new Copies(0, 1), rate.Place(At(start)));
            Assert.Null(rate.TakeRemark());
        }
    }

    // A ring that has run for long: no number of a frame may be rounded.
    [Theory]
    [InlineData(17_280_001)]
    [InlineData(1_000_000_031)]
    [InlineData(44_000_000_003)]
    public void Frames_go_on_one_by_one_after_any_start(long tick)
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(new Copies(0, 1), rate.Place(At((tick + i) * 40))));
        AssertCounts(rate, 5, 0, 0, 0);
    }

    [Fact]
    public void A_gap_is_filled_when_the_next_frame_comes()
    {
        // With the frame before it, but for the last tick: ffmpeg does not wait for exactly the right moment.
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        rate.Place(At(0));
        Assert.Equal(new Copies(23, 2), rate.Place(At(1000)));
        AssertCounts(rate, 26, 24, 0, 0);
    }

    [Fact]
    public void A_frame_that_lasts_long_is_repeated_at_once()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        Assert.Equal(new Copies(0, 25), rate.Place(At(0, 1000)));
        Assert.Equal(new Copies(0, 1), rate.Place(At(1000)));
    }

    [Fact]
    public void Frames_that_come_too_often_are_dropped()
    {
        ConstantRate rate = new(new Rational(5, 1), s_gap, null);
        long written = Enumerable.Range(0, 100).Sum(i => rate.Place(At(i * 40)) is var copies ? copies.OfPrevious + copies.OfThis : 0) + rate.End();
        Assert.InRange(written, 19, 22);
        AssertCounts(rate, written, 0, 100 - written, 0);
    }

    [Theory]
    [InlineData(3_600_000, "forward by 3600 s")]
    [InlineData(-30_000, "back by 30 s")]
    public void A_jump_is_time_that_begins_anew_and_is_told_once(long by, string told)
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        long time = 40_000;
        rate.Place(At(time));
        for (int jump = 0; jump < 3; jump++)
        {
            time += by;
            Assert.Equal(new Copies(0, 1), rate.Place(At(time)));
            string? remark = rate.TakeRemark();
            Assert.True(jump == 0 ? remark!.Contains(told, StringComparison.Ordinal) : remark is null, remark);
            Assert.Equal(new Copies(0, 1), rate.Place(At(time += 40)));
            time -= 40;
        }

        Assert.Equal(3, rate.Jumps);
        Assert.Equal(7, rate.Written);
    }

    [Fact]
    public void The_longest_gap_is_the_users()
    {
        ConstantRate rate = new(new Rational(25, 1), TimeSpan.FromHours(1), null);
        rate.Place(At(0));
        Assert.Equal(new Copies((25 * 1800) - 2, 2), rate.Place(At(1_800_000)));
        ConstantRate shorter = new(new Rational(25, 1), TimeSpan.FromSeconds(1), null);
        shorter.Place(At(0));
        Assert.Equal(new Copies(0, 1), shorter.Place(At(1_800_000)));

        // Nor does a frame that says that it lasts for hours fill a disk at once.
        Assert.Equal(new Copies(0, 25), shorter.Place(At(1_800_040, 7_200_000)));
    }

    [Fact]
    public void A_small_step_back_is_ffmpegs_matter_and_no_jump()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        rate.Place(At(0));
        rate.Place(At(40));
        rate.Place(At(80));
        Assert.Equal(new Copies(0, 0), rate.Place(At(-40)));
        Assert.Equal(new Copies(0, 1), rate.Place(At(120)));
        Assert.Equal((0, 1), (rate.Jumps, rate.Dropped));
        FrameMetadata flagged = At(0);
        flagged.Flags = FrameFlags.Discontinuity;
        Assert.Equal(new Copies(0, 1), rate.Place(flagged));
        Assert.Equal(1, rate.Jumps);
    }

    [Fact]
    public void Frames_without_a_time_stamp_are_written_once_and_told_of_once()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        Assert.Equal(new Copies(0, 1), rate.Place(At(FrameMetadata.NoPts)));
        Assert.Contains("without a time stamp", rate.TakeRemark());
        Assert.Equal(new Copies(0, 1), rate.Place(At(FrameMetadata.NoPts)));
        Assert.Null(rate.TakeRemark());

        // Time goes on behind them from where it is.
        Assert.Equal(new Copies(0, 1), rate.Place(At(500_000)));
        Assert.Equal(new Copies(0, 1), rate.Place(At(500_040)));
        FrameMetadata noBase = At(500_080);
        noBase.TimeBase = Rational.Unknown;
        Assert.Equal(new Copies(0, 1), rate.Place(noBase));
        AssertCounts(rate, 5, 0, 0, 0);
    }

    [Fact]
    public void Another_producers_time_is_another_time()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        rate.Place(At(8000));
        rate.Place(At(8040));
        rate.BeginAnew();
        Assert.Equal(new Copies(0, 1), rate.Place(At(0)));
        Assert.Equal(new Copies(0, 1), rate.Place(At(40)));
        rate.BeginAnew();
        Assert.Equal(new Copies(0, 1), rate.Place(At(5000)));
        Assert.Null(rate.TakeRemark());
        AssertCounts(rate, 5, 0, 0, 0);
    }

    [Fact]
    public void No_more_is_written_than_was_asked_for()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, 10);
        rate.Place(At(0));
        Assert.False(rate.IsComplete);
        Assert.Equal(new Copies(9, 0), rate.Place(At(4000)));
        Assert.True(rate.IsComplete);
        Assert.Equal(0, rate.End());
    }

    [Fact]
    public void The_last_frame_is_repeated_as_the_ones_before_were()
    {
        ConstantRate rate = new(new Rational(25, 1), s_gap, null);
        for (int i = 0; i < 10; i++)
        {
            rate.Place(At(i * 400));
        }

        Assert.Equal(8, rate.End());
    }

    private static FrameMetadata At(long milliseconds, long duration = 0) => new()
    {
        Pts = milliseconds,
        Duration = duration,
        TimeBase = new Rational(1, 1000),
        FrameRate = new Rational(25, 1),
    };

    private static void AssertCounts(ConstantRate rate, long written, long duplicated, long dropped, long jumps) =>
        Assert.Equal((written, duplicated, dropped, jumps), (rate.Written, rate.Duplicated, rate.Dropped, rate.Jumps));
}
