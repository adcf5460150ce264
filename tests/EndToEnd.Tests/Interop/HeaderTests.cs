namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>framering.h is C and C++, in several files, whatever is included before it and with no macro set.</summary>
public class HeaderTests
{
    private const string First = """
        #include "framering.h"
        int other(const fr_reader *reader);
        int main(void)
        {
            static fr_reader reader;
            fr_options options;
            memset(&options, 0, sizeof options);
            options.name = "no.such.ring";
            return fr_attach(&reader, &options, 0) == FR_NO_RING ? other(&reader) : 1;
        }
        """;

    private const string Second = """
        #include <stdio.h>
        #include <sys/types.h>
        #include "framering.h"
        #include "framering.h"
        int other(const fr_reader *reader);
        int other(const fr_reader *reader) { return fr_key("video", NULL) == 0x12da19cc && reader->segment == NULL ? 0 : 2; }
        """;

    [Theory]
    [InlineData("gcc", "c", "c11")]
    [InlineData("gcc", "c", "gnu17")]
    [InlineData("g++", "c++", "c++17")]
    [InlineData("g++", "c++", "c++20")]
    [InlineData("clang", "c", "c11")]
    [InlineData("clang++", "c++", "c++17")]
    [InlineData("clang++", "c++", "c++20")]
    public void Two_files_that_include_it_compile_without_a_warning_and_run(string compiler, string language, string standard)
    {
        Assert.SkipUnless(ForeignReaders.TryRun(compiler, ["--version"]) is (0, _), $"{compiler} is not installed; install it with: sudo apt-get install {compiler.Replace("clang++", "clang", StringComparison.Ordinal)}");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-test-");
        try
        {
            string[] sources = [Path.Combine(folder.FullName, "first"), Path.Combine(folder.FullName, "second")];
            File.WriteAllText(sources[0], First + "\n");
            File.WriteAllText(sources[1], Second + "\n");
            string program = Path.Combine(folder.FullName, "program");
            string[] options = [$"-std={standard}", "-pedantic", "-O2", "-Wall", "-Wextra", "-Werror", $"-I{Tool.PathOf("interop", "c")}", "-o", program, "-x", language];
            (int code, string output) = ForeignReaders.TryRun(compiler, [.. options, .. sources])!.Value;
            Assert.True(code == 0, output);
            (code, output) = ForeignReaders.TryRun(program, [])!.Value;
            Assert.True(code == 0, output);

            // The example program is C++ too.
            (code, output) = ForeignReaders.TryRun(compiler, [.. options, Tool.PathOf("interop", "c", "framering-read.c")])!.Value;
            Assert.True(code == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
