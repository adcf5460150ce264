namespace FrameRing.EndToEnd.Tests;

/// <summary>A repeated file: the frames and time stamps of ffmpeg -stream_loop.</summary>
public class LoopTests
{
    // So many slots that no frame is overwritten although nothing paces the producer.
    private static readonly string[] s_allAtOnce = ["--pace", "max", "--slots", "200", "-q"];

    [Theory]
    [InlineData("vfr-odd.mkv", "1")]
    [InlineData("av1.mkv", "2")]
    [InlineData("qtrle.mov", "3")]
    [InlineData("hevc-10bit.mp4", "2")]
    public void Rounds_follow_on_from_each_other_as_in_ffmpeg(string clip, string rounds)
    {
        Reference.SkipWithoutFFmpeg();
        string file = Tool.PathOf("samples", "media", clip);
        string expected = Reference.FFmpeg("-stream_loop", rounds, "-i", file, "-f", "framemd5", "-");
        (string hashes, string json, _) = Reference.Publish([file, "--loop", rounds, .. s_allAtOnce]);
        Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
        Assert.Contains("\"dropped\":0", json);
    }

    [Fact]
    public void A_transport_stream_is_repeated_from_its_very_first_frame()
    {
        Reference.SkipWithoutFFmpeg();
        string file = Tool.PathOf("samples", "media", "size-change.ts");
        string[] round = Reference.Hashes(Reference.FFmpeg("-i", file, "-autoscale", "0", "-f", "framemd5", "-"));
        (string hashes, _, _) = Reference.Publish([file, "--loop", "1", "--slots", "40", "-q"]);
        Assert.Equal([.. round, .. round], Reference.Hashes(hashes));
        Assert.Equal(150, Reference.Frames(hashes).Select(line => line.Split(',')[2]).Distinct().Count());
    }

    [Fact]
    public void Rounds_go_on_for_ever_until_enough_frames_are_published()
    {
        (_, string json, _) = Reference.Publish([Tool.PathOf("samples", "media", "qtrle.mov"), "-stream_loop", "-1", "-n", "100", .. s_allAtOnce]);
        Assert.Contains("\"frames\":100,", json);
    }

    [Fact]
    public void The_duration_counts_through_all_rounds()
    {
        // 12 frames a second, 24 in a round.
        (_, string json, _) = Reference.Publish([Tool.PathOf("samples", "media", "qtrle.mov"), "--loop", "-1", "-t", "5", .. s_allAtOnce]);
        Assert.Contains("\"frames\":60,", json);
    }

    [Fact]
    public void Every_round_begins_where_the_first_began()
    {
        Reference.SkipWithoutFFmpeg();
        string file = Tool.PathOf("samples", "media", "scenes.mp4");
        string[] part = Reference.Hashes(Reference.FFmpeg("-ss", "9", "-i", file, "-f", "framemd5", "-"));
        (string hashes, _, _) = Reference.Publish([file, "--loop", "1", "--seek", "9", "-n", "30", .. s_allAtOnce]);
        Assert.Equal([.. part, .. part[..5]], Reference.Hashes(hashes));
        Assert.Equal(25, part.Length);
    }

    [Theory]
    [InlineData(2, "no end", "pattern:320x240@30", "--loop", "2")]
    [InlineData(2, "no value for --loop", "x.mp4", "--loop", "-2")]
    public void What_cannot_be_repeated_is_refused(int code, string part, params string[] arguments)
    {
        using Tool producer = new("producer", [.. arguments, "--ring", Tool.NewRing()]);
        (int found, _, string errors) = producer.Finish();
        Assert.Equal(code, found);
        Assert.Contains(part, errors);
    }
}
