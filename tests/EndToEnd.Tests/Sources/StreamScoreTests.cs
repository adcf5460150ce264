namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>Of several video streams the one is taken that the ffmpeg command takes, and the start line names the others.</summary>
public sealed class StreamScoreTests : MediaFolder
{
    private static readonly string[] s_small = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1"];
    private static readonly string[] s_large = ["-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=1"];
    private static readonly string[] s_mask = ["-f", "lavfi", "-i", "color=gray:size=64x48:rate=10:duration=3"];

    [Theory]
    [InlineData("mkv", "0", "0", 1, "0 (mpeg4, 64x48, 10 frames/s)")]
    [InlineData("mkv", "default", "0", 0, "1 (mpeg4, 160x120, 10 frames/s)")]
    [InlineData("mkv", "default", "default", 1, "0 (mpeg4, 64x48, 10 frames/s)")]
    [InlineData("ts", "0", "0", 1, "0 (mpeg4, 64x48, 10 frames/s)")]
    public void The_larger_picture_is_taken_unless_the_file_names_its_own_default(string kind, string first, string second, int taken, string other) => CompareWithFFmpeg(
        Make($"x.{kind}", [.. s_small, .. s_large, "-map", "0", "-map", "1", "-c:v", "mpeg4", "-disposition:v:0", first, "-disposition:v:1", second]), taken, other);

    [Fact]
    public void Of_two_of_a_size_the_first_is_taken_although_the_mask_behind_it_is_longer() =>
        CompareWithFFmpeg(Make("x.mp4", [.. s_small, .. s_mask, "-map", "0", "-map", "1", "-c:v", "mpeg4"]), 0, "1 (mpeg4, 64x48, 10 frames/s)");

    [Fact]
    public void A_cover_is_taken_last()
    {
        string cover = Make("cover.png", "-f", "lavfi", "-i", "testsrc=size=640x480", "-frames:v", "1");
        CompareWithFFmpeg(Make("x.mp4", ["-i", cover, .. s_small, "-map", "0", "-map", "1", "-c:v:0", "copy", "-c:v:1", "mpeg4", "-disposition:v:0", "attached_pic"]), null, "(png, 640x480, picture)");
    }

    [Fact]
    public void A_single_video_stream_is_not_numbered()
    {
        (int code, _, string errors) = Produce(Make("x.mkv", [.. s_small, "-f", "lavfi", "-i", "sine=duration=1", "-c:v", "mpeg4"]));
        Assert.Equal(0, code);
        Assert.DoesNotContain("video stream", errors);
    }

    private static void CompareWithFFmpeg(string file, int? taken, string other)
    {
        string expected = Reference.FFmpeg("-i", file, "-f", "framemd5", "-");
        (string hashes, _, string errors) = Reference.Publish(file, "--pace", "max", "--slots", "60");
        Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
        Assert.Contains(taken is null ? $", not " : $"; video stream {taken}, not ", errors);
        Assert.Contains(other, errors);
    }
}
