namespace FrameRing.EndToEnd.Tests;

/// <summary>The tools run as nobody, or as one more user, from a copy that everybody may read: the repository may lie in somebody's home.</summary>
internal sealed class OtherUser : IDisposable
{
    internal const int Id = 65534;

    /// <summary>A third user, beside root and nobody.</summary>
    internal const int ThirdId = 65533;

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

    /// <summary>Starts one of the tools as nobody.</summary>
    internal Tool Run(string tool, params string[] arguments) => RunAs(Id, tool, arguments);

    /// <summary>Starts one of the tools as nobody, with a name of its own choice for itself.</summary>
    internal Tool RunNamed(string name, string tool, params string[] arguments) =>
        new(SetPrivileges, [.. BecomeOther(Id), "bash", "-c", "exec -a \"$0\" \"$@\"", name, CopyOf(tool), .. arguments]);

    /// <summary>Starts one of the tools as any user, in a group of the same number.</summary>
    internal Tool RunAs(int user, string tool, params string[] arguments) => new(SetPrivileges, [.. BecomeOther(user), CopyOf(tool), .. arguments]);

    /// <summary>The command that starts one of the tools as nobody.</summary>
    internal string[] Command(string tool, params string[] arguments) => [SetPrivileges, .. BecomeOther(Id), CopyOf(tool), .. arguments];

    /// <summary>Starts a program that everybody may run as nobody.</summary>
    internal static Tool RunProgram(string path, params string[] arguments) => new(SetPrivileges, [.. BecomeOther(Id), path, .. arguments]);

    public void Dispose() => _folder.Delete(true);

    private static string[] BecomeOther(int user) => [$"--reuid={user}", $"--regid={user}", "--clear-groups"];

    private string CopyOf(string tool)
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

        return Path.Combine(copy, tool);
    }
}
