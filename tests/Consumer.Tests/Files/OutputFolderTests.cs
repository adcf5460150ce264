using FrameRing.CommandLine.Files;

namespace FrameRing.Consumer.Tests.Files;

/// <summary>The one class that writes files.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    private string[] Names => [.. _folder.EnumerateFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void A_file_has_its_name_when_it_is_whole_and_is_gone_without_one()
    {
        using OutputFolder folder = OutputFolder.Open(_folder.FullName);
        Assert.Empty(Names);
        using (NewFile file = folder.CreateFile())
        {
            file.Write("ab"u8);
            Assert.StartsWith(".framering.", Assert.Single(Names), StringComparison.Ordinal);
        }

        Assert.Empty(Names);
        using (NewFile file = folder.CreateFile())
        {
            file.Write("ab"u8);
            file.Publish("name");
            file.Write("cd"u8);
        }

        Assert.Equal(["name"], Names);
        Assert.Equal("abcd", File.ReadAllText(PathOf("name")));
    }

    [Fact]
    public void A_name_that_a_folder_has_is_an_error_that_leaves_nothing()
    {
        _folder.CreateSubdirectory("name");
        using OutputFolder folder = OutputFolder.Open(_folder.FullName);
        using (NewFile file = folder.CreateFile())
        {
            Assert.Throws<IOException>(() => file.Publish("name"));
        }

        Assert.Equal(["name"], Names);
    }

    [Theory]
    [InlineData("another file")]
    [InlineData("a link")]
    [InlineData("written since")]
    [InlineData("nothing")]
    public void Only_the_very_file_that_was_written_is_removed(string now)
    {
        string other = PathOf("other");
        File.WriteAllText(other, "ab");
        using OutputFolder folder = OutputFolder.Open(_folder.FullName);
        FileIdentity identity = Write(folder, "name");
        File.Delete(PathOf("name"));
        switch (now)
        {
            case "another file":
                File.WriteAllText(PathOf("name"), "abc");
                break;
            case "a link":
                File.CreateSymbolicLink(PathOf("name"), other);
                break;
            case "written since":
                identity = Write(folder, "name");
                File.AppendAllText(PathOf("name"), "more");
                break;
        }

        Assert.Equal(now == "nothing" ? Deletion.Done : Deletion.LeftAlone, folder.Delete("name", identity));
        Assert.Equal(now != "nothing", Names.Contains("name"));
        Assert.Equal("ab", File.ReadAllText(other));
        identity = Write(folder, "name");
        Assert.Equal(Deletion.Done, folder.Delete("name", identity));
        Assert.Equal(["other"], Names);
    }

    [Fact]
    public void A_file_whose_time_changes_after_it_has_its_name_is_the_same_file()
    {
        using OutputFolder folder = OutputFolder.Open(_folder.FullName);
        FileIdentity identity = Write(folder, "name");
        File.SetLastWriteTimeUtc(PathOf("name"), DateTime.UnixEpoch);
        Assert.Equal(Deletion.Done, folder.Delete("name", identity));
        Assert.Empty(Names);
    }

    [Fact]
    public void A_folder_that_gets_another_name_stays_the_one_that_is_written_to()
    {
        string first = PathOf("first");
        using OutputFolder folder = OutputFolder.Open(first);
        Directory.Move(first, PathOf("second"));
        Directory.CreateDirectory(first);
        Write(folder, "name");
        Assert.Empty(Directory.EnumerateFileSystemEntries(first));
        Assert.True(File.Exists(Path.Combine(PathOf("second"), "name")));
    }

    [Fact]
    public void Links_that_lead_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(PathOf("a"), "b");
        File.CreateSymbolicLink(PathOf("b"), "a");
        Assert.Contains("symbolic links", Assert.Throws<IOException>(() => OutputFolder.Open(PathOf("a"))).Message);
    }

    [Theory]
    [InlineData("new/../new/./deep//er/")]
    [InlineData("link/new")]
    public void Paths_mean_what_they_mean_elsewhere(string path)
    {
        _folder.CreateSubdirectory("real");
        File.CreateSymbolicLink(PathOf("link"), "./real/");
        using OutputFolder folder = OutputFolder.Open(Path.Combine(_folder.FullName, path));
        Write(folder, "name");
        Assert.True(File.Exists(Path.Combine(_folder.FullName, path, "name")));
    }

    private static FileIdentity Write(OutputFolder folder, string name)
    {
        using NewFile file = folder.CreateFile();
        file.Write("ab"u8);
        return file.Publish(name);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
