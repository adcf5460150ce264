using FrameRing.Waiting;

namespace FrameRing.Tests.Waiting;

/// <summary>How long a reader sleeps, by what it has met.</summary>
public class WakeUpWatchTests
{
    private static readonly TimeSpan s_whole = TimeSpan.FromMilliseconds(25);

    [Fact]
    public void A_reader_that_is_woken_sleeps_whole_slices()
    {
        WakeUpWatch watch = new();
        for (int frame = 0; frame < 100; frame++)
        {
            watch.NoteSleep(isSliceOver: true);
            watch.NoteSleep(isSliceOver: false);
            watch.NoteFrame(long.MaxValue);
        }

        Assert.Equal((0ul, s_whole), (watch.LateWakeUps, watch.Slice(s_whole)));
    }

    [Fact]
    public void After_a_frame_that_was_there_at_the_end_of_a_slice_slices_are_short_until_frames_come_in_time()
    {
        WakeUpWatch watch = new();
        watch.NoteSleep(isSliceOver: true);
        watch.NoteFrame(long.MaxValue);
        Assert.Equal(1ul, watch.LateWakeUps);
        for (int frame = 0; frame < 16; frame++)
        {
            Assert.True(watch.Slice(s_whole) < s_whole);
            watch.NoteSleep(isSliceOver: false);
            watch.NoteFrame(long.MaxValue);
        }

        Assert.Equal((1ul, s_whole), (watch.LateWakeUps, watch.Slice(s_whole)));
    }

    [Fact]
    public void A_reader_that_is_woken_with_an_old_frame_is_wary_too()
    {
        WakeUpWatch watch = new();
        watch.NoteSleep(isSliceOver: false);
        watch.NoteFrame(MonotonicClock.NowNanoseconds - 10_000_000);
        Assert.Equal((1ul, true), (watch.LateWakeUps, watch.IsWary));
    }

    // By the clock of another time namespace.
    [Theory]
    [InlineData(-1_000_000_000_000)]
    [InlineData(1_000_000_000_000)]
    public void An_age_that_cannot_be_says_nothing(long age)
    {
        WakeUpWatch watch = new();
        watch.NoteSleep(isSliceOver: false);
        watch.NoteFrame(MonotonicClock.NowNanoseconds - age);
        Assert.False(watch.IsWary);
    }

    [Fact]
    public void Without_frames_slices_are_whole_again_after_some_time()
    {
        WakeUpWatch watch = new();
        watch.NoteSleep(isSliceOver: true);
        watch.NoteFrame(long.MaxValue);
        int slices = 0;
        for (; watch.IsWary; slices++)
        {
            watch.NoteSleep(isSliceOver: true);
        }

        Assert.Equal(1000, slices);
    }

    [Fact]
    public void A_frame_that_nobody_slept_for_is_never_late()
    {
        WakeUpWatch watch = new();
        watch.NoteFrame(0);
        Assert.Equal(0ul, watch.LateWakeUps);
    }
}
