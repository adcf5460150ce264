namespace FrameRing.EndToEnd.Tests;

/// <summary>The tools run as nobody, from a copy that everybody may read: the repository may lie in somebody's home.</summary>
internal sealed class OtherUser : IDisposable
{
    internal const int Id = 65534;

    private const string SetPrivileges = "/usr/bin/setpriv";

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    internal OtherUser()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "becoming another user needs root");
        Assert.SkipUnless(File.Exists(SetPrivileges), "setpriv is not installed; install it with: sudo apt-get install util-linux");
        _folder.UnixFileMode = ForAll;
    }

    /// <summary>Starts one of the tools.</summary>
    internal Tool Run(string tool, params string[] arguments)
    {
        string copy = Path.Combine(_folder.FullName, tool);
        if (!Directory.Exists(copy))
        {
            Directory.CreateDirectory(copy, ForAll);
            foreach (string file in Directory.EnumerateFiles(Tool.PathOf("artifacts", "publish", tool)))
            {
                string target = Path.Combine(copy, Path.GetFileName(file));
                File.Copy(file, target);
                File.SetUnixFileMode(target, ForAll);
            }
        }

        return new Tool(SetPrivileges, ["--reuid=65534", "--regid=65534", "--clear-groups", Path.Combine(copy, tool), .. arguments]);
    }

    public void Dispose() => _folder.Delete(true);
}
