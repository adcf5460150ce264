using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests.Files;

/// <summary>Names that are no valid UTF-8: the bytes that were typed are the bytes that are used. A shell speaks for us, as .NET cannot.</summary>
public sealed class OddNameTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose()
    {
        using Process remove = Process.Start("rm", ["-rf", _folder.FullName]);
        remove.WaitForExit();
    }

    [Fact]
    public void What_is_written_gets_the_bytes_of_its_name()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@100", "--ring", ring, "-q");
        Assert.Equal("pictures\\xe9\nhashes\\xe9.txt\n", Shell($$"""
            cd {{_folder.FullName}}
            '{{Tool.Locate("consumer")}}' thumbnails {{ring}} -n 1 -q -o $'pictures\xe9' && '{{Tool.Locate("consumer")}}' framemd5 {{ring}} -n 1 -q -o $'hashes\xe9.txt' || exit 1
            [ -s $'hashes\xe9.txt' ] && [ -n "$(ls $'pictures\xe9')" ] || exit 1
            LC_ALL=C ls -1 --quoting-style=escape -r | sed 's/\\351/\\xe9/'
            """));
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Theory]
    [InlineData(@"latin\xe9.mp4")]
    [InlineData(@"folder\xe9/clip.mp4")]
    [InlineData(@"folder\xe9/latin\xe9.mp4")]
    public void A_file_with_such_a_name_is_published(string name)
    {
        string output = Shell($$"""
            cd {{_folder.FullName}}
            mkdir -p "$(dirname $'{{name}}')" && cp '{{Tool.PathOf("samples", "media", "scenes.mp4")}}' $'{{name}}' || exit 1
            '{{Tool.Locate("producer")}}' $'{{name}}' --ring {{Tool.NewRing()}} --pace max 2>&1
            """);
        Assert.Contains("250 frames", output);
        Assert.Contains(Path.GetFileName(name), output);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_by_its_bytes()
    {
        using Tool shell = Tool.Start("/bin/bash", TimeSpan.FromSeconds(60), "-c", $"'{Tool.Locate("producer")}' $'no\\xe9.mp4' --ring {Tool.NewRing()}");
        (int code, _, string errors) = shell.Finish();
        Assert.Equal(1, code);
        Assert.Contains(@"'no\xe9.mp4'", errors);
        Assert.Contains("No such file", errors);
    }

    private static string Shell(string script)
    {
        using Tool shell = Tool.Start("/bin/bash", TimeSpan.FromSeconds(60), "-c", script);
        (int code, string output, string errors) = shell.Finish();
        Assert.True(code == 0, output + errors);
        return output;
    }
}
