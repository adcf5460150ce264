namespace FrameRing.Producer.Tests.Loading;

public class MissingLibraryTests
{
    [Fact]
    public void Without_FFmpeg_a_file_gets_one_sentence_with_the_remedy()
    {
        (int code, string errors) = WithoutLibraries(SourceRun.Clip("scenes.mp4"), "--ring", Tool.NewRing());
        Assert.Equal(1, code);
        Assert.Contains("FFmpeg 5.1 (libavcodec 59) is needed, no version of it was found", errors);
        Assert.Contains("apt-get install libavcodec59", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public void Without_FFmpeg_a_pattern_is_published()
    {
        (int code, string errors) = WithoutLibraries("pattern:320x240@30", "-n", "3", "--pace", "max", "--ring", Tool.NewRing());
        Assert.Equal(0, code);
        Assert.Contains("3 frames", errors);
    }

    private static (int Code, string Errors) WithoutLibraries(params string[] arguments)
    {
        string empty = Directory.CreateTempSubdirectory("framering-test-").FullName;
        try
        {
            FreshProducer producer = new(empty);
            (int Code, string Errors) result = producer.Run(arguments);
            producer.Unload();
            return result;
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }
}
