namespace FrameRing.EndToEnd.Tests;

/// <summary>The script <c>demo</c> on a machine where FFmpeg's libraries are neither there nor to be had.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(recursive: true);

    // Ten seconds at the pattern's own pace.
    [Fact]
    [Trait("Category", "Slow")]
    public void Without_FFmpeg_a_test_picture_is_shown_and_the_reason_told()
    {
        (int code, string output, string errors) = Run("echo 'E: Failed to fetch https://example.org/x.deb'; exit 100", string.Empty);
        Assert.True(code == 0, errors);
        Assert.Contains("demo: apt-get failed:\n      E: Failed to fetch https://example.org/x.deb", errors);
        Assert.Contains("as root: apt-get install libavcodec59", errors);
        Assert.Contains("Without them: a test picture instead of a video", output);
        Assert.Contains("Painting pattern:1280x720@30", output);
        Assert.Contains("Hashes:   300 frames read, 0 lost", output);
        Assert.Contains("the two consumers saw the same 300 pictures", output);
    }

    [Theory]
    [InlineData("echo 'E: Unable to locate package libavcodec59'; exit 100", "this system's packages have no FFmpeg 5.1")]
    [InlineData("echo 'E: dpkg was interrupted'; exit 100", "E: dpkg was interrupted")]
    public void Without_FFmpeg_a_file_of_ones_own_is_refused(string aptGet, string reason)
    {
        (int code, _, string errors) = Run(aptGet, $"'{Tool.PathOf("samples", "media", "scenes.mp4")}'");
        Assert.Equal(1, code);
        Assert.Contains(reason, errors);
        Assert.Contains("cannot be decoded.", errors);
        Assert.DoesNotContain("test picture", errors);
    }

    // In a folder with the script and the tools alone, so that nothing is written here; and with programs in front that find no library and install none.
    private (int Code, string Output, string Errors) Run(string aptGet, string file)
    {
        string script = $"""
            set -e
            cd '{_folder.FullName}'
            mkdir -p src samples/media stubs artifacts/publish
            cp '{Tool.PathOf("demo")}' '{Tool.PathOf("build")}' .
            touch Directory.Build.props global.json artifacts/publish/built
            ln -s '{Tool.PathOf("bin")}' bin
            ln -s '{Tool.PathOf("samples", "media", "scenes.mp4")}' samples/media/scenes.mp4
            printf '#!/bin/sh\n' > stubs/ldconfig
            printf '#!/bin/sh\n%s\n' "$STUB" > stubs/apt-get
            printf '#!/bin/sh\nexec "$@"\n' > stubs/sudo
            chmod +x stubs/*
            PATH="$PWD/stubs:$PATH" ./demo {file}
            """;
        using Tool shell = Tool.Start("/usr/bin/env", TimeSpan.FromSeconds(120), $"STUB={aptGet}", "/bin/sh", "-c", script);
        return shell.Finish();
    }
}
