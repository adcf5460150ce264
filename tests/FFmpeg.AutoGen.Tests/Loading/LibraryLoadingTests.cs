namespace FFmpeg.AutoGen.Tests.Loading;

public sealed class LibraryLoadingTests
{
    [Theory]
    [InlineData("avutil_version")]
    [InlineData("avcodec_version")]
    [InlineData("swscale_version")]
    public void A_missing_library_is_named_with_the_remedy(string function)
    {
        using var folder = new TemporaryFolder();
        string message = Failure(folder, function);
        Assert.Contains("FFmpeg 5.1 (libavcodec 59) is needed, no version of it was found", message);
        Assert.Contains("apt-get install libavcodec59", message);
    }

    [Fact]
    public void Another_major_version_is_named_beside_the_needed_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("libavcodec.so.60"), []);
        File.WriteAllBytes(folder.File("libavcodec.so.60.3.100"), []);
        string message = Failure(folder, "avcodec_version");
        Assert.Contains("libavcodec 59) is needed, found only libavcodec.so.60 in '" + folder.Path, message);
    }

    [Fact]
    public void A_file_that_is_no_library_is_not_called_missing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("libavcodec.so.59"), "not a library");
        Assert.Contains("though it is there", Failure(folder, "avcodec_version"));
    }

    [Fact]
    public void A_library_that_reports_another_version_than_its_name_is_refused()
    {
        Assert.SkipUnless(CommandLineTool.Exists("gcc"), "gcc is not installed: no library with a wrong version can be made.");
        using var folder = new TemporaryFolder();
        string source = folder.File("wrong.c");
        File.WriteAllText(source, "unsigned avcodec_version(void) { return 60u << 16 | 3u << 8 | 100u; }\n");
        (int exitCode, string errors) = CommandLineTool.Run("gcc", "-shared", "-fPIC", "-o", folder.File("libavcodec.so.59"), source);
        Assert.True(exitCode == 0, errors);
        string message = Failure(folder, "avcodec_version");
        Assert.Contains("libavcodec 59) is needed, but that file says it is libavcodec 60", message);
    }

    [Fact]
    public void Without_a_root_path_the_system_s_libraries_are_found()
    {
        using var bindings = new FreshBindings(string.Empty);
        Assert.Equal((uint)ffmpeg.LibraryVersionMap["swscale"], (uint)bindings.Call("swscale_version")! >> 16);
        Assert.Equal((uint)ffmpeg.LibraryVersionMap["avdevice"], (uint)bindings.Call("avdevice_version")! >> 16);
    }

    private static string Failure(TemporaryFolder folder, string function)
    {
        using var bindings = new FreshBindings(folder.Path);
        return Assert.ThrowsAny<DllNotFoundException>(() => bindings.Call(function)).Message;
    }
}
