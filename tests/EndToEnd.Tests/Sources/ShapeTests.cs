namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>-pixel_format and -video_size as options of an input that does not say them, as ffmpeg takes them.</summary>
public sealed class ShapeTests : MediaFolder
{
    [Theory]
    [InlineData("nv12", "-pixel_format", "nv12", "-video_size", "96x54")]
    [InlineData("yuv420p", "-pix_fmt", "yuv420p", "-s", "96x54", "-r", "10")]
    [InlineData("rgb24", "--pixel-format", "rgb24", "--video-size", "96x54", "-framerate", "30000/1001")]
    [InlineData("gray10le", "-pixel_format", "gray10le", "-video_size", "96x54")]
    public void Raw_video_is_read_as_ffmpeg_reads_it(string format, params string[] options)
    {
        string file = Make("x.raw", "-f", "lavfi", "-i", "testsrc2=size=96x54:duration=0.4", "-pix_fmt", format, "-f", "rawvideo");
        string[] ofFFmpeg = [.. options.Select(static option => option switch { "--pixel-format" => "-pixel_format", "--video-size" => "-video_size", _ => option })];
        string expected = Reference.FFmpeg(["-f", "rawvideo", .. ofFFmpeg, "-i", file, "-fps_mode", "passthrough", "-f", "framemd5", "-"]);
        (string hashes, _, _) = Reference.Publish(["-f", "rawvideo", "-i", file, .. options, "--pace", "max", "--slots", "50", "-q"]);
        Assert.Equal(10, Reference.Frames(expected).Length);
        Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
    }

    [Fact]
    public void The_code_that_ringctl_shows_is_a_name_too()
    {
        string file = Make("x.raw", "-f", "lavfi", "-i", "testsrc2=size=96x54:duration=0.4", "-pix_fmt", "yuv420p", "-f", "rawvideo");
        (string byName, _, _) = Reference.Publish(file, "-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", "96x54", "--pace", "max", "--slots", "50", "-q");
        (string byCode, _, _) = Reference.Publish(file, "-f", "rawvideo", "-pixel_format", "YU12", "-video_size", "96x54", "--pace", "max", "--slots", "50", "-q");
        Assert.Equal(Reference.Frames(byName), Reference.Frames(byCode));
    }

    [Theory]
    [InlineData(1, "'--pixel-format' means nothing to the input", "FILE", "-pixel_format", "nv12")]
    [InlineData(1, "'--video-size' means nothing to the input", "FILE", "-s", "96x54")]
    [InlineData(1, "nosuch", "-f", "rawvideo", "-pixel_format", "nosuch", "-video_size", "96x54", "-i", "FILE")]
    [InlineData(1, "96by54", "-f", "rawvideo", "-pixel_format", "nv12", "-video_size", "96by54", "-i", "FILE")]
    [InlineData(2, "--video-size means nothing for a pattern, which has size and format in its name", "pattern:64x48@30", "-s", "96x54")]
    [InlineData(2, "--input-format means nothing for a pattern", "pattern:64x48@30", "-pixel_format", "nv12")]
    public void What_means_nothing_is_refused(int code, string part, params string[] arguments)
    {
        (int found, _, string errors) = Produce([.. arguments.Select(argument => argument == "FILE" ? Tool.PathOf("samples", "media", "scenes.mp4") : argument)]);
        Assert.Contains(part, errors);
        Assert.Equal(code, found);
    }

    [Theory]
    [InlineData("'96by54' is no value for --video-size", "-s", "96by54")]
    [InlineData("'toolong' is no value for --input-format", "-pixel_format", "toolong")]
    public void A_camera_is_not_asked_for_what_no_camera_has(string part, params string[] arguments)
    {
        using Tool producer = new("producer", ["/dev/video4242", .. arguments, "--ring", Tool.NewRing()]);
        (int code, _, string errors) = producer.Finish();
        Assert.Contains(part, errors);
        Assert.Equal(2, code);
    }
}
