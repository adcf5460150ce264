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

    // The function that libc shows only if a macro wants it, before and after.
    private const string Second = """
        #include <stdio.h>
        #include <unistd.h>
        #include <sys/types.h>
        #include "framering.h"
        #include "framering.h"
        #include <sys/syscall.h>
        #include <sys/ipc.h>
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
            string[] options = [$"-std={standard}", "-pedantic", "-O2", "-Wall", "-Wextra", "-Werror", "-Wredundant-decls", $"-I{Tool.PathOf("interop", "c")}", "-o", program, "-x", language];
            foreach (string macro in new[] { "NONE", "_DEFAULT_SOURCE", "_GNU_SOURCE", "_POSIX_C_SOURCE=200809L", "_FILE_OFFSET_BITS=64" })
            {
                string[] defined = language == "c++" && macro == "_GNU_SOURCE" ? [] : [$"-D{macro}"];
                Run(compiler, [.. options, .. defined, .. sources]);
                Run(program, []);
            }

            // The example programs are C++ too.
            Run(compiler, [.. options, Tool.PathOf("interop", "c", "framering-read.c")]);
            File.WriteAllText(sources[0], ExampleOfReadme());
            Run(compiler, [.. options, sources[0]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string program, string[] arguments)
    {
        (int code, string output) = ForeignReaders.TryRun(program, arguments)!.Value;
        Assert.True(code == 0, output);
    }

    // The one block of C in it.
    private static string ExampleOfReadme()
    {
        string[] parts = File.ReadAllText(Tool.PathOf("interop", "README.md")).Split("```c\n");
        Assert.Equal(2, parts.Length);
        return parts[1].Split("```")[0];
    }
}
