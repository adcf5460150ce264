using FrameRing.Consumer.Thumbnails;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Tests.Thumbnails;

public class TimelineTests
{
    [Fact]
    public void The_end_is_that_of_the_last_frame_whether_a_picture_was_made_of_it_or_not()
    {
        Timeline timeline = new();
        See(timeline, 0);
        timeline.MarkPicture();
        See(timeline, 200);
        See(timeline, 400, duration: 1000);
        Assert.Equal((1, TimeSpan.Zero, TimeSpan.FromMilliseconds(1400)), (timeline.Part, timeline.Start, timeline.PicturedEnd));

        // A time stamp that goes back a little ends nothing.
        See(timeline, 300);
        Assert.Equal((1, TimeSpan.FromMilliseconds(1400)), (timeline.Part, timeline.PicturedEnd));
    }

    [Fact]
    public void Time_that_goes_back_begins_another_part_and_the_pictures_of_the_first_end_with_it()
    {
        Timeline timeline = new();
        See(timeline, 36_600);
        timeline.MarkPicture();
        See(timeline, 36_800);
        See(timeline, 0);
        See(timeline, 200);
        Assert.Equal((2, TimeSpan.Zero, TimeSpan.FromSeconds(37)), (timeline.Part, timeline.Start, timeline.PicturedEnd));
        timeline.MarkPicture();
        Assert.Equal(TimeSpan.FromMilliseconds(400), timeline.PicturedEnd);
    }

    [Fact]
    public void A_small_step_back_counts_where_the_producer_flags_it()
    {
        Timeline timeline = new();
        See(timeline, 400);
        See(timeline, 200, flags: FrameFlags.Discontinuity);
        Assert.Equal(2, timeline.Part);
        See(timeline, 600, flags: FrameFlags.Discontinuity);
        Assert.Equal(2, timeline.Part);
    }

    [Fact]
    public void Another_producer_begins_another_part_whatever_its_time()
    {
        Timeline timeline = new();
        See(timeline, 400);
        timeline.MarkPicture();
        timeline.BeginProducer();
        Assert.True(timeline.Ends(At(1000, 0, FrameFlags.None), TimeSpan.FromSeconds(1)));
        See(timeline, 1000);
        Assert.Equal((2, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(600)), (timeline.Part, timeline.Start, timeline.PicturedEnd));
    }

    private static void See(Timeline timeline, long milliseconds, long duration = 0, FrameFlags flags = FrameFlags.None) =>
        timeline.See(At(milliseconds, duration, flags), TimeSpan.FromMilliseconds(milliseconds));

    private static FrameMetadata At(long milliseconds, long duration, FrameFlags flags) => new()
    {
        Pts = milliseconds,
        Duration = duration,
        TimeBase = new Rational(1, 1000),
        FrameRate = new Rational(5, 1),
        Flags = flags,
    };
}
