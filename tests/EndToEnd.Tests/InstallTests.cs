namespace FrameRing.EndToEnd.Tests;

/// <summary>The script <c>install</c>: tools that run from where they were put, and nothing of others touched.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    private string Prefix => Path.Combine(_folder.FullName, "usr");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Installed_tools_run_and_uninstalling_leaves_nothing()
    {
        Install(0, Prefix);
        Install(0, Prefix);
        foreach (string tool in new[] { "producer", "consumer", "ringctl" })
        {
            using Tool installed = Tool.Start(Path.Combine(Prefix, "bin", tool), TimeSpan.FromSeconds(60), "--version");
            (int code, string output, string errors) = installed.Finish();
            Assert.True(code == 0, errors);
            Assert.Matches("^[0-9]", output);
        }

        Install(0, "--uninstall", Prefix);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    // A copy of the sources, for nothing is written here.
    [Theory]
    [InlineData("-d 2001-01-01", false)]
    [InlineData("-d 2037-01-01", true)]
    public void Sources_that_are_newer_than_the_tools_are_built_first(string time, bool isBuilt)
    {
        string copy = Path.Combine(_folder.FullName, "copy");
        string script = $"""
            set -e
            mkdir '{copy}' '{copy}/src'
            cp '{Tool.PathOf("install")}' '{Tool.PathOf("Directory.Build.props")}' '{Tool.PathOf("global.json")}' '{copy}'
            printf '#!/bin/sh\necho built anew\n' > '{copy}/build'
            chmod +x '{copy}/build'
            for tool in producer consumer ringctl; do
                mkdir -p '{copy}'/artifacts/publish/$tool
                printf '#!/bin/sh\n' > '{copy}'/artifacts/publish/$tool/$tool
                chmod +x '{copy}'/artifacts/publish/$tool/$tool
            done
            touch '{copy}/artifacts/publish/built'
            touch {time} '{copy}/src/Program.cs'
            '{copy}/install' '{Prefix}'
            """;
        using Tool install = Tool.Start("/bin/sh", TimeSpan.FromSeconds(120), "-c", script);
        (int code, string output, string errors) = install.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(isBuilt, output.Contains("built anew", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_of_somebody_else_stays()
    {
        string foreign = Path.Combine(Directory.CreateDirectory(Path.Combine(Prefix, "bin")).FullName, "producer");
        File.WriteAllText(foreign, "mine");
        Assert.Contains("is not ours", Install(1, Prefix));
        Assert.Contains("nothing of FrameRing", Install(1, "--uninstall", Prefix));
        Assert.Equal("mine", File.ReadAllText(foreign));
        Assert.False(Directory.Exists(Path.Combine(Prefix, "lib")));
    }

    [Fact]
    public void Uninstalling_keeps_folders_that_were_there_or_are_used()
    {
        Directory.CreateDirectory(Path.Combine(Prefix, "bin"));
        Install(0, Prefix);
        File.WriteAllText(Path.Combine(Prefix, "lib", "other"), string.Empty);
        Install(0, "--uninstall", Prefix);
        Assert.Equal(["bin", "lib", "other"], Directory.GetFileSystemEntries(Prefix, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_relative_folder_is_that_of_the_user_and_a_package_holds_no_path_of_the_build()
    {
        using Tool install = Tool.Start("/bin/sh", TimeSpan.FromSeconds(120), "-c", $"cd '{_folder.FullName}' && umask 077 && DESTDIR=stage '{Tool.PathOf("install")}' /opt/rings && '{Tool.PathOf("install")}' --help");
        (int code, string output, string errors) = install.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("PREFIX", output);
        string staged = Path.Combine(_folder.FullName, "stage", "opt", "rings");
        Assert.True(File.Exists(Path.Combine(staged, "bin", "producer")));
        Assert.True((File.GetUnixFileMode(Path.Combine(staged, "bin")) & UnixFileMode.OtherExecute) != 0);
        Assert.DoesNotContain(_folder.FullName, File.ReadAllText(Path.Combine(staged, "lib", "framering", "installed-by-framering")));
    }

    private static string Install(int expected, params string[] arguments)
    {
        using Tool install = Tool.Start(Tool.PathOf("install"), TimeSpan.FromSeconds(120), arguments);
        (int code, string output, string errors) = install.Finish();
        Assert.True(code == expected, output + errors);
        return errors;
    }
}
