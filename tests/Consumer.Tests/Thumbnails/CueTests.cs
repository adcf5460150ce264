using FrameRing.Formats;

namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>The times of a sprite track: without gaps, from the first frame to the end of the last.</summary>
public sealed class CueTests : IDisposable
{
    private readonly PaintedRing _ring = new();

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void The_last_cue_ends_with_the_last_frame()
    {
        Add(0, 37);
        _ring.Read("--interval", "3", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:03.000", "00:00:03.000 --> 00:00:06.000", "00:00:06.000 --> 00:00:07.400"], _ring.Times());
    }

    [Fact]
    public void The_last_frames_own_duration_counts()
    {
        _ring.Add(0).Add(200).Add(400, duration: 5000);
        _ring.Read("--interval", "10", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:05.400"], _ring.Times());
    }

    [Fact]
    public void A_track_over_several_sheets_has_no_gaps()
    {
        Add(0, 12);
        _ring.Read("--interval", "0.4", "--sprites", "2x2");
        Assert.Equal(6, _ring.Times().Length);
        Assert.Equal("00:00:01.600 --> 00:00:02.000 sprites-0002.png 0,0,320,240", _ring.Cues()[4]);
        Assert.Equal("00:00:02.000 --> 00:00:02.400 sprites-0002.png 320,0,320,240", _ring.Cues()[5]);
    }

    [Fact]
    public void The_end_is_right_also_if_the_last_sheet_is_full_already()
    {
        Add(0, 20);
        _ring.Read("--nth", "8", "--sprites", "3x1");
        Assert.Equal("00:00:03.200 --> 00:00:04.000 sprites-0001.png 640,0,320,240", _ring.Cues()[2]);
    }

    [Fact]
    public void The_first_cue_begins_at_0_also_if_the_first_picture_comes_late()
    {
        _ring.Add(80, shade: 0).Add(280, shade: 0).Add(480, shade: 0);
        Add(680, 5);
        _ring.Read("--skip-black", "--interval", "0.6", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:01.280", "00:00:01.280 --> 00:00:01.680"], _ring.Times());
    }

    [Fact]
    public void A_ring_that_is_joined_later_keeps_its_times()
    {
        Add(3_600_000, 6);
        _ring.Read("--interval", "1", "--sprites", "4x4");
        Assert.Equal(["01:00:00.000 --> 01:00:01.000", "01:00:01.000 --> 01:00:01.200"], _ring.Times());
    }

    [Fact]
    public void A_gap_shows_the_picture_before_it()
    {
        Add(0, 5);
        Add(60_000, 5);
        _ring.Read("--interval", "10", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:01:00.000", "00:01:00.000 --> 00:01:01.000"], _ring.Times());
    }

    // 0, 0.2, 0.4, 0.3, 0.6, ...: one frame that says less than the frame before it is no other video.
    [Fact]
    public void A_time_stamp_out_of_order_begins_no_new_beat()
    {
        Add(0, 3);
        _ring.Add(300);
        Add(600, 8);
        _ring.Read("--interval", "1", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:01.000", "00:00:01.000 --> 00:00:02.000", "00:00:02.000 --> 00:00:02.200"], _ring.Times());
    }

    [Theory]
    [InlineData("--interval", "2")]
    [InlineData("--nth", "10")]
    public void Time_that_goes_back_ends_a_track_where_its_frames_ended(string selection, string value)
    {
        Add(0, 18);
        Add(0, 14);
        _ring.Read(selection, value, "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:02.000", "00:00:02.000 --> 00:00:03.600"], _ring.Times());
        string[] second = selection == "--interval"
            ? ["00:00:00.000 --> 00:00:02.000", "00:00:02.000 --> 00:00:02.800"]
            : ["00:00:00.000 --> 00:00:02.400", "00:00:02.400 --> 00:00:02.800"];
        Assert.Equal(second, _ring.Times("thumbnails-2.vtt"));
    }

    [Fact]
    public void A_second_video_has_its_own_track_also_if_its_first_picture_is_later_than_the_last_of_the_first()
    {
        Add(0, 9);
        Add(0, 30);
        _ring.Read("--nth", "20", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:01.800"], _ring.Times());
        Assert.Equal(["00:00:00.000 --> 00:00:06.000"], _ring.Times("thumbnails-2.vtt"));
    }

    [Fact]
    public void With_a_count_the_track_ends_with_the_last_frame_that_was_seen()
    {
        Add(0, 30);
        _ring.Read("--interval", "2", "--count", "2", "--sprites", "4x4");
        Assert.Equal(["00:00:00.000 --> 00:00:02.000", "00:00:02.000 --> 00:00:02.200"], _ring.Times());
    }

    private void Add(long start, int frames)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            _ring.Add(start + (frame * 200), FrameFlags.Key);
        }
    }
}
