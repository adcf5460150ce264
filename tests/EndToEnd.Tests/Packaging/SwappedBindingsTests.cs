namespace FrameRing.EndToEnd.Tests.Packaging;

/// <summary>
/// The producer built with the package FFmpeg.AutoGen in the place of our bindings. The package looks for the FFmpeg libraries beside the program.
/// A stand-in that does the same is made of our bindings, so that the test needs no network.
/// </summary>
[Trait("Category", "Slow")]
public sealed class SwappedBindingsTests : IDisposable
{
    private readonly RepositoryCopy _copy = new("FrameRing", "V4L2", "Media", "CommandLine", "Producer", "FFmpeg.AutoGen");

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void The_producer_decodes_with_the_package_as_with_our_bindings()
    {
        _copy.Offer("tmds.libc", "system.commandline", "microsoft.net.illink.tasks");
        MakeStandIn();
        (int code, string output) = _copy.DotNet("build repository/src/Producer -c Release -v minimal -p:UseFFmpegAutoGenPackage=true -p:PublishReadyToRun=false -p:NuGetAudit=false");
        Assert.True(code == 0, output);
        string program = Assert.Single(Directory.GetFiles(_copy.PathOf("repository", "src", "Producer", "bin"), "producer", SearchOption.AllDirectories));
        string clip = Tool.PathOf("samples", "media", "scenes.mp4");
        (string expected, _, _) = Reference.Publish(clip, "--pace", "max", "-n", "40", "--slots", "60", "-q");
        string ring = Tool.NewRing();
        using Tool producer = Tool.Start(program, TimeSpan.FromSeconds(60), clip, "--pace", "max", "-n", "40", "--slots", "60", "-q", "--ring", ring, "--wait-readers", "1");
        using Tool consumer = new("consumer", "framemd5", ring, "--start", "oldest");
        (_, string hashes, _) = consumer.Finish();
        (code, _, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.NotEmpty(Reference.Frames(expected));
        Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
    }

    private void MakeStandIn()
    {
        string[] lines = File.ReadAllLines(Tool.PathOf("Directory.Packages.props"));
        string version = lines.Single(line => line.Contains("\"FFmpeg.AutoGen\"", StringComparison.Ordinal)).Split('"')[3];
        string source = _copy.PathOf("repository", "src", "FFmpeg.AutoGen", "ffmpeg.cs");
        string text = File.ReadAllText(source);
        string changed = text.Replace("RootPath { get; set; } = string.Empty", "RootPath { get; set; } = AppContext.BaseDirectory", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        File.WriteAllText(source, changed);
        (int code, string output) = _copy.DotNet($"pack repository/src/FFmpeg.AutoGen -c Release -o feed -v minimal -p:Version={version} -p:NuGetAudit=false");
        Assert.True(code == 0, output);
    }
}
