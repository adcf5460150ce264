namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>Streams that are not published: it is said when they go on behind the video, and when they appear in the middle.</summary>
public sealed class OtherStreamsTests : MediaFolder
{
    private static readonly string[] s_video = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2"];
    private static readonly string[] s_encoders = ["-c:v", "mpeg2video", "-q:v", "2", "-c:a", "mp2"];

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    [InlineData("ts")]
    [InlineData("mpg")]
    [InlineData("avi")]
    public void Sound_that_goes_on_is_told_at_the_end_and_once(string kind)
    {
        string file = Make($"x.{kind}", [.. s_video, .. Sound(6), .. s_encoders]);
        (int code, _, string errors) = Produce(file, "--loop", "1");
        Assert.Equal(0, code);
        Assert.Contains("Video stream 0 has ended at 2.0 s, while stream 1 (", errors);
        Assert.Contains(") goes on until 6.", errors);
        Assert.Equal(2, errors.Split("has ended at").Length);
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    [InlineData("ts")]
    public void Sound_that_ends_with_the_video_is_not_told(string kind)
    {
        (int code, _, string errors) = Produce(Make($"x.{kind}", [.. s_video, .. Sound(2), .. s_encoders]), "--loop", "2");
        Assert.Equal(0, code);
        Assert.DoesNotContain("while stream", errors);
    }

    [Theory]
    [InlineData("PRODUCER < FILE")]
    [InlineData("cat < FILE | PRODUCER")]
    public void Sound_that_is_a_little_longer_in_every_part_of_many_is_not_told(string script)
    {
        string part = Make("a.ts", ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=0.4", .. Sound(1), .. s_encoders, "-shortest"]);
        string file = Join("x.ts", [.. Enumerable.Repeat(part, 80)]);
        (int code, string json, string errors) = Pipe(script.Replace("FILE", $"'{file}'", StringComparison.Ordinal), "-");
        Assert.Equal(0, code);
        Assert.Contains("\"frames\":800,", json);
        Assert.DoesNotContain("while stream", errors);
    }

    [Theory]
    [InlineData(2, 0, true)]
    [InlineData(6, 0, false)]
    [InlineData(2, 3, true)]
    public void In_hls_sound_of_the_same_parts_is_told(int video, int parts, bool isTold)
    {
        string sound = Make("a.ts", ["-f", "lavfi", "-i", $"testsrc2=size=64x48:rate=25:duration={video}", .. Sound(6), .. s_encoders]);
        string whole = Make("b.ts", ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=6", .. Sound(6), .. s_encoders]);
        string[] files = [.. Enumerable.Repeat(whole, parts), sound];
        string list = PathOf("x.m3u8");
        File.WriteAllLines(list, ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:6", "#EXT-X-PLAYLIST-TYPE:VOD",
            .. files.SelectMany(file => (string[])["#EXT-X-DISCONTINUITY", "#EXTINF:6.0,", Path.GetFileName(file)]), "#EXT-X-ENDLIST"]);
        (int code, string json, string errors) = Produce(list);
        Assert.Equal(0, code);
        Assert.Contains(FormattableString.Invariant($"\"frames\":{25 * ((6 * parts) + video)},"), json);
        Assert.Equal(isTold, errors.Contains(FormattableString.Invariant($"Video stream 0 has ended at {(6 * parts) + video}.0 s, while stream 1 (mp2) goes on until {6 * (parts + 1)}."), StringComparison.Ordinal));
        Assert.Equal(isTold, errors.Contains("goes on", StringComparison.Ordinal));
    }

    // FFmpeg's muxer writes the length of the video as that of the presentation; packagers write that of its longest part.
    [Theory]
    [InlineData("2.0", false)]
    [InlineData("6.0", true)]
    public void In_dash_the_length_of_the_presentation_is_told(string seconds, bool isTold)
    {
        string list = Make("x.mpd", ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=2", .. Sound(6), "-c:v", "mpeg4", "-c:a", "aac"]);
        string text = File.ReadAllText(list);
        Assert.Contains("mediaPresentationDuration=\"PT2.0S\"", text);
        File.WriteAllText(list, text.Replace("PT2.0S", $"PT{seconds}S", StringComparison.Ordinal));
        (int code, string json, string errors) = Produce(list);
        Assert.Equal(0, code);
        Assert.Contains("\"frames\":50,", json);
        Assert.Equal(isTold, errors.Contains($"Video stream 0 has ended at 2.0 s, while the input goes on until {seconds} s", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_was_cut_off_is_not_mistaken_for_a_video_that_ended()
    {
        string file = Make("x.mp4", [.. s_video, .. Sound(2), .. s_encoders, "-movflags", "+faststart"]);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.DoesNotContain("while stream", Produce(file).Errors);
    }

    [Fact]
    public void A_video_that_moves_to_another_stream_is_told_and_can_be_followed()
    {
        string[] ids = ["-streamid", "1:257", "-mpegts_flags", "+resend_headers"];
        string first = Make("a.ts", [.. s_video, .. Sound(2), .. s_encoders, .. ids, "-streamid", "0:256"]);
        string second = Make("b.ts", ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=7", .. Sound(7), .. s_encoders, .. ids, "-streamid", "0:300", "-output_ts_offset", "2"]);
        string script = $"cat '{first}' '{second}' | PRODUCER";
        (int code, string json, string errors) = Pipe(script, "-", "--format-option", "probesize=100000");
        Assert.Equal(0, code);
        Assert.Contains("Video stream 2 (mpeg2video) appears in the middle of the input and is not followed", errors);
        Assert.Contains("--format-option merge_pmt_versions=1", errors);
        Assert.Contains("Nothing has come of video stream 0 for 5 s, while stream 1 (mp2) goes on", errors);
        Assert.Contains("\"frames\":50,", json);

        (code, json, errors) = Pipe(script, "-", "--format-option", "merge_pmt_versions=1");
        Assert.Equal(0, code);
        Assert.Contains("\"frames\":225,", json);
        Assert.DoesNotContain("appears", errors);
    }

    private static string[] Sound(int seconds) => ["-f", "lavfi", "-i", $"sine=duration={seconds}"];
}
