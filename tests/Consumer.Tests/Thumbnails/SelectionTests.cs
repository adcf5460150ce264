using System.Globalization;
using System.Text.RegularExpressions;

namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>Clips are played at their own pace, hence slow.</summary>
[Trait("Category", "Slow")]
public partial class SelectionTests
{
    [Fact]
    public void An_interval_counts_in_the_time_of_the_video()
    {
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--interval", "2", "--names", "pts") == 0, run.Errors);
        Assert.Equal(["00-00-00.000.jpg", "00-00-02.000.jpg", "00-00-04.000.jpg", "00-00-06.000.jpg", "00-00-08.000.jpg"], run.Files);
        Assert.Equal(250, run.Figure("frames"));
        Assert.Equal(5, run.Figure("pictures"));
    }

    [Fact]
    public void Every_nth_frame_begins_with_the_first()
    {
        using ThumbnailRun run = new();
        Assert.True(run.Play("qtrle.mov", "--nth", "10") == 0, run.Errors);
        Assert.Equal(["0000000001.jpg", "0000000011.jpg", "0000000021.jpg"], run.Files);
    }

    [Fact]
    public void Key_frames_are_those_that_ffprobe_lists()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--keyframes", "--names", "pts") == 0, run.Errors);
        string[] expected = [.. FFmpeg.Probe("-skip_frame", "nokey", "-show_entries", "frame=pts_time", "-of", "csv=p=0", Tool.PathOf("samples", "media", "scenes.mp4"))
            .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => $"00-00-{double.Parse(text, CultureInfo.InvariantCulture).ToString("00.000", CultureInfo.InvariantCulture)}.jpg")];
        Assert.Equal(expected, run.Files);
    }

    [Fact]
    public void Scenes_are_those_that_ffmpeg_finds_and_the_first()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();

        // Above 0.3 for both: the hard cuts of the clip. ffmpeg looks at luma in full size, we at colours in a small one.
        Assert.True(run.Play("scenes.mp4", "--scene", "--names", "pts") == 0, run.Errors);
        foreach (string cut in new[] { "00-00-00.000.jpg", "00-00-01.600.jpg", "00-00-03.200.jpg", "00-00-05.600.jpg", "00-00-07.200.jpg", "00-00-08.600.jpg" })
        {
            Assert.Contains(cut, run.Files);
        }

        Assert.InRange(run.Files.Length, 6, 9);
    }

    [Fact]
    public void Black_frames_are_passed_over_and_the_next_picture_is_taken()
    {
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--interval", "1", "--names", "pts", "--skip-black") == 0, run.Errors);
        
        // Due at 5 s, black until 5.6 s, 25 frames a second.
        Assert.Equal(15, run.Figure("black_skipped"));
        Assert.DoesNotContain("00-00-05.000.jpg", run.Files);
        Assert.Contains("00-00-05.600.jpg", run.Files);
    }

    [Fact]
    public void Two_selections_at_once_are_refused()
    {
        using Tool tool = new("consumer", "thumbnails", "x", "-o", "/tmp/x", "--nth", "2", "--keyframes");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Matches(Together(), errors);
    }

    [GeneratedRegex("--nth and --keyframes cannot be used together")]
    private static partial Regex Together();
}
