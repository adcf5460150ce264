namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>-framerate and -r as options of the input, as ffmpeg takes them.</summary>
public sealed class RateTests : MediaFolder
{
    [Theory]
    [InlineData("-framerate", "10")]
    [InlineData("-framerate", "30000/1001")]
    [InlineData("-r", "10")]
    [InlineData("-r", "29.97")]
    public void Pictures_get_the_rate(string option, string rate)
    {
        Make("x%02d.png", "-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "5");
        CompareWithFFmpeg(PathOf("x%02d.png"), option, rate);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("24000/1001")]
    public void The_rate_of_a_raw_stream_is_corrected(string rate) =>
        CompareWithFFmpeg(Make("x.h264", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=1000:duration=0.05", "-c:v", "libx264", "-bf", "2"), "-r", rate);

    [Fact]
    public void A_forced_rate_makes_even_steps_of_uneven_ones_also_through_rounds()
    {
        string file = Tool.PathOf("samples", "media", "vfr-odd.mkv");
        CompareWithFFmpeg(file, "-r", "10");
        (string hashes, _, _) = Reference.Publish(file, "-r", "10", "--loop", "1", "--pace", "max", "--slots", "250", "-q");
        string[] frames = Reference.Frames(hashes);
        Assert.Equal(Enumerable.Range(0, frames.Length).Select(index => $"{index}"), frames.Select(line => line.Split(',')[2].Trim()));
    }

    [Theory]
    [InlineData(1, "It has a rate of its own, which -r overrides", "FILE", "-framerate", "10")]
    [InlineData(2, "has its rate in its name", "pattern:64x48@30", "-r", "10")]
    [InlineData(2, "has its rate in its name", "pattern:64x48@30", "--fps", "10")]
    [InlineData(2, "no value for -r", "FILE", "-r", "0")]
    public void A_rate_without_a_meaning_is_refused(int code, string part, params string[] arguments)
    {
        (int found, _, string errors) = Produce([.. arguments.Select(argument => argument == "FILE" ? Tool.PathOf("samples", "media", "scenes.mp4") : argument)]);
        Assert.Contains(part, errors);
        Assert.Equal(code, found);
    }

    [Fact]
    public void A_camera_has_one_rate()
    {
        using Tool producer = new("producer", "/dev/video4242", "-r", "10", "-framerate", "25", "--ring", Tool.NewRing());
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(2, code);
        Assert.Contains("--framerate and -r name two rates", errors);
    }

    private static void CompareWithFFmpeg(string file, string option, string rate)
    {
        Reference.SkipWithoutFFmpeg();
        string expected = Reference.FFmpeg(option, rate, "-i", file, "-fps_mode", "passthrough", "-f", "framemd5", "-");
        (string hashes, _, _) = Reference.Publish(file, option, rate, "--pace", "max", "--slots", "250", "-q");
        Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
    }
}
