namespace FrameRing.EndToEnd.Tests;

/// <summary>The spellings that users of ffmpeg know.</summary>
public class OptionTests
{
    private static readonly string s_clip = Tool.PathOf("samples", "media", "scenes.mp4");

    [Theory]
    [InlineData("--stream", "2")]
    [InlineData("-map", "0:v:1")]
    [InlineData("-map", "0:2")]
    [InlineData("-map", "v:1")]
    public void A_stream_is_chosen_by_index_or_among_the_video_streams(string option, string value)
    {
        Reference.SkipWithoutFFmpeg();
        WithTwoStreams(file =>
        {
            string expected = Reference.FFmpeg("-i", file, "-map", "0:v:1", "-f", "framemd5", "-");
            (string hashes, _, _) = Reference.Publish(file, option, value, "--pace", "max", "--slots", "60", "-q");
            Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
            Assert.Equal(10, Reference.Frames(hashes).Length);
        });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("v:2")]
    [InlineData("77")]
    public void A_stream_that_is_not_there_or_no_video_is_answered_with_those_there_are(string stream)
    {
        Reference.SkipWithoutFFmpeg();
        WithTwoStreams(file =>
        {
            (int code, string errors) = Refused(file, "--stream", stream);
            Assert.Equal(1, code);
            Assert.Contains("0 (mpeg4, 320x240, 25 frames/s), 2 (mpeg4, 160x120, 10 frames/s)", errors);
        });
    }

    [Fact]
    public void What_means_nothing_here_is_accepted()
    {
        using Tool producer = new("producer", "-hide_banner", "-nostdin", "-y", "-v", "error", "-re", "-i", Tool.PathOf("samples", "media", "qtrle.mov"), "-an", "-sn", "-dn", "-stats", "-q", "--ring", Tool.NewRing());
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(0, code);

        // 24 frames at 12 a second, and a line every second although this is no terminal.
        Assert.Contains("published", errors);
    }

    [Theory]
    [InlineData("nokey", 5)]
    [InlineData("default", 250)]
    public void The_decoder_leaves_out_what_skip_frame_says(string which, int frames)
    {
        (_, string json, _) = Reference.Publish(s_clip, "-skip_frame", which, "--pace", "max", "-q");
        Assert.Contains($"\"frames\":{frames},", json);
    }

    [Fact]
    public void An_input_format_can_be_named_even_one_that_is_a_device()
    {
        Reference.SkipWithoutFFmpeg();
        const string Source = "testsrc2=size=128x96:rate=30";
        string expected = Reference.FFmpeg("-f", "lavfi", "-i", Source, "-frames:v", "5", "-f", "framemd5", "-");
        (string hashes, _, _) = Reference.Publish("-f", "lavfi", "-i", Source, "-frames:v", "5", "-q");
        Assert.Equal(Reference.Hashes(expected), Reference.Hashes(hashes));
    }

    [Fact]
    public void An_option_for_the_demuxer_arrives()
    {
        // As raw video every byte is a pixel: the demuxer must have taken size and format.
        (_, string json, _) = Reference.Publish(
            "-f", "rawvideo", "--format-option", "video_size=64x64", "--format-option", "pixel_format=gray", "-i", s_clip, "-n", "7", "--pace", "max", "-q");
        Assert.Contains("\"frames\":7,", json);
    }

    [Theory]
    [InlineData(1, "'rtsp_transport' means nothing", "FILE", "-rtsp_transport", "tcp")]
    [InlineData(1, "'timeout' means nothing", "FILE", "-timeout", "1000")]
    [InlineData(1, "'nonsense' means nothing", "FILE", "--format-option", "nonsense=1")]
    [InlineData(1, "no input format 'nonsense'", "FILE", "-f", "nonsense")]
    [InlineData(2, "--format-option", "FILE", "--format-option", "nonsense")]
    [InlineData(2, "--loglevel", "FILE", "-v", "loud")]
    [InlineData(2, "--skip-frame", "FILE", "-skip_frame", "some")]
    [InlineData(2, "--stream", "FILE", "-map", "1:v")]
    [InlineData(2, "two inputs", "FILE", "-i", "FILE")]
    [InlineData(2, "no input", "--ring", "x")]
    [InlineData(2, "contradict", "FILE", "-re", "--pace", "max")]
    [InlineData(2, "--pace", "FILE", "--pace", "max", "--pace", "native")]
    [InlineData(2, "-i", "-i", "FILE", "-i", "FILE")]
    [InlineData(2, "--loop", "FILE", "--loop", "one")]
    public void Nonsense_gets_a_sentence_and_an_exit_code(int code, string part, params string[] arguments)
    {
        (int found, string errors) = Refused([.. arguments.Select(argument => argument == "FILE" ? s_clip : argument)]);
        Assert.Equal(code, found);
        Assert.Contains(part, errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static (int Code, string Errors) Refused(params string[] arguments)
    {
        using Tool producer = new("producer", [.. arguments, "--slots", "50"]);
        (int code, string output, string errors) = producer.Finish();
        Assert.Empty(output);
        Assert.DoesNotContain("   at ", errors);
        return (code, errors);
    }

    private static void WithTwoStreams(Action<string> use)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.mkv");
        try
        {
            Reference.FFmpeg(
                "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10", "-f", "lavfi", "-i", "sine",
                "-map", "0", "-map", "2", "-map", "1", "-t", "1", "-c:v", "mpeg4", "-c:a", "pcm_s16le", file);
            use(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
