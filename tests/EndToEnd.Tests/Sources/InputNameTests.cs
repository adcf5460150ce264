namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>What is there as a file is a file, whatever FFmpeg would make of its name; standard input too.</summary>
public sealed class InputNameTests : MediaFolder
{
    private static readonly string[] s_video = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4", "-c:v", "mpeg4", "-q:v", "2"];

    [Theory]
    [InlineData("04.23:50.mkv")]
    [InlineData("http:x.mkv")]
    [InlineData("concat:a|b.mkv")]
    [InlineData("subfile,,start,0,end,9,,:x.mkv")]
    public void A_file_is_not_taken_for_a_protocol(string name)
    {
        File.Move(Make("x.mkv", s_video), PathOf(name));

        // In its own folder, so that the name begins as that of a protocol does.
        (int code, string json, string errors) = Pipe($"cd '{PathOf(".")}' && PRODUCER", name);
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":100,", json);
    }

    [Fact]
    public void A_picture_is_not_taken_for_a_sequence_that_its_name_would_stand_for()
    {
        string single = Make("single.png", "-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "1", "-update", "1");
        Make("x%02d.png", "-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "3");
        File.Move(single, PathOf("x%02d.png"));
        (string hashes, _, _) = Reference.Publish(PathOf("x%02d.png"), "--pace", "max");
        Assert.Equal(Reference.Hashes(Reference.FFmpeg("-f", "image2", "-pattern_type", "none", "-i", PathOf("x%02d.png"), "-f", "framemd5", "-")), Reference.Hashes(hashes));
        Assert.Single(Reference.Hashes(hashes));

        File.Delete(PathOf("x%02d.png"));
        Assert.Contains("\"frames\":3,", Produce(PathOf("x%02d.png")).Json);
    }

    [Fact]
    public void Standard_input_that_is_a_file_is_sought_in()
    {
        string file = Make("x.mp4", s_video);
        (int code, string json, string errors) = Pipe($"PRODUCER < '{file}'", "-", "--loop", "1", "--seek", "2");
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":100,", json);
    }

    [Fact]
    public void Of_standard_input_only_what_is_left_of_it_is_taken()
    {
        string first = Make("a.ts", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1", "-c:v", "mpeg2video");
        string second = Make("b.ts", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=2", "-c:v", "mpeg2video");
        string joined = Join("j.ts", first, second);
        string script = $"{{ dd bs={new FileInfo(first).Length} count=1 status=none of=/dev/null; PRODUCER; }} < '{joined}'";
        (int code, string json, string errors) = Pipe(script, "-");
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":50,", json);
        (code, _, errors) = Pipe(script, "-", "--loop", "1");
        Assert.Equal(1, code);
        Assert.Contains("cannot be repeated", errors);
    }

    [Fact]
    public void A_name_that_is_no_file_still_is_what_FFmpeg_makes_of_it()
    {
        string file = Make("x.ts", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1", "-c:v", "mpeg2video");
        Assert.Contains("\"frames\":50,", Produce($"concat:{file}|{file}").Json);
        Assert.Contains("\"frames\":25,", Produce($"file:{file}").Json);
        Assert.Contains("Protocol not found", Produce("04.23:50.mp4").Errors);
    }
}
