namespace FFmpeg.AutoGen.Tests.Abi;

/// <summary>Lets gcc check claims about the installed FFmpeg headers.</summary>
internal static class CCompiler
{
    private const string Includes = """
        #include <stddef.h>
        #include <libavcodec/avcodec.h>
        #include <libavdevice/avdevice.h>
        #include <libavformat/avformat.h>
        #include <libavutil/avutil.h>
        #include <libavutil/buffer.h>
        #include <libavutil/dict.h>
        #include <libavutil/display.h>
        #include <libavutil/error.h>
        #include <libavutil/frame.h>
        #include <libavutil/hwcontext.h>
        #include <libavutil/imgutils.h>
        #include <libavutil/log.h>
        #include <libavutil/mathematics.h>
        #include <libavutil/mem.h>
        #include <libavutil/opt.h>
        #include <libavutil/pixdesc.h>
        #include <libavutil/pixfmt.h>
        #include <libavutil/rational.h>
        #include <libswscale/swscale.h>

        """;

    public static void SkipWithoutHeaders()
    {
        Assert.SkipUnless(CommandLineTool.Exists("gcc"), "gcc is not installed: the layout cannot be checked against the C headers.");
        (int exitCode, string errors) = Compile([]);
        // Only a missing header is a reason to skip: any other error of the compiler is a failure.
        Assert.SkipWhen(
            exitCode != 0 && errors.Contains("No such file or directory"),
            "The FFmpeg headers are not installed: apt-get install libavformat-dev libavdevice-dev libswscale-dev.");
        Assert.True(exitCode == 0, errors);
    }

    public static (int ExitCode, string Errors) Compile(IEnumerable<string> claims)
    {
        using var folder = new TemporaryFolder();
        string source = folder.File("claims.c");
        File.WriteAllText(source, Includes + string.Join('\n', claims) + "\n");
        // Deprecated names are checked like the others.
        return CommandLineTool.Run(
            "gcc", "-std=c11", "-Wall", "-Werror", "-Wno-deprecated-declarations", "-fmax-errors=20", "-fsyntax-only", source);
    }
}
