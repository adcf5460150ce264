using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests.Packaging;

/// <summary>
/// The sources in a folder of their own, as somebody has them who has just cloned them, and a feed with the packages that are in this machine's
/// cache: nothing is asked of the network, and nothing is left in the cache.
/// </summary>
internal sealed class RepositoryCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    internal RepositoryCopy(params string[] projects)
    {
        foreach (string file in new[] { ".editorconfig", "Directory.Build.props", "Directory.Packages.props", "global.json", "LICENSE", "THIRD-PARTY-NOTICES.md", "src/Tool.props" }.Where(file => File.Exists(Tool.PathOf(file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf("repository", file))!);
            File.Copy(Tool.PathOf(file), PathOf("repository", file));
        }

        foreach (string project in projects)
        {
            CopyFolder(Tool.PathOf("src", project), PathOf("repository", "src", project));
        }

        Directory.CreateDirectory(PathOf("feed"));
        Sources("""<add key="feed" value="feed" />""");
    }

    internal static string Cache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    internal string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Says where packages come from; nowhere else.</summary>
    internal void Sources(string sources) => File.WriteAllText(
        PathOf("nuget.config"),
        $"<configuration><packageSources><clear />{sources}</packageSources><auditSources><clear />{sources}</auditSources><fallbackPackageFolders><clear /></fallbackPackageFolders></configuration>");

    /// <summary>Puts cached packages of these names, in lower case, into the feed.</summary>
    internal void Offer(params string[] packages)
    {
        foreach (string package in packages)
        {
            string folder = Path.Combine(Cache, package);
            Assert.SkipUnless(Directory.Exists(folder), $"the package {package} is not in '{Cache}', and this test asks nothing of the network; restore the solution first");
            foreach (string file in Directory.EnumerateFiles(folder, "*.nupkg", SearchOption.AllDirectories))
            {
                File.CreateSymbolicLink(PathOf("feed", Path.GetFileName(file)), file);
            }
        }
    }

    internal void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Runs dotnet there with a package cache of its own.</summary>
    internal (int Code, string Output) DotNet(string arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true };
        foreach ((string name, string value) in new[]
        {
            ("NUGET_PACKAGES", PathOf("packages")), ("NUGET_HTTP_CACHE_PATH", PathOf("http")), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"),
            ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("StrictAudit", string.Empty), ("NuGetAudit", string.Empty), ("DOTNET_NOLOGO", "1"), ("MSBUILDTERMINALLOGGER", "off"),
        }.Concat(environment))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using Timer watchdog = new(_ => process.Kill(entireProcessTree: true), null, TimeSpan.FromMinutes(9), Timeout.InfiniteTimeSpan);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
