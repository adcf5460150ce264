using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace FrameRing.EndToEnd.Tests.Files;

/// <summary>
/// A folder of nobody's, in which nobody can plant things before a tool of root's comes to it, and a folder of root's whose file must stay
/// as it is.
/// </summary>
internal sealed class StrangersFolder : IDisposable
{
    private const string Content = "root's";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");
    private readonly DirectoryInfo _roots = Directory.CreateTempSubdirectory("framering-");
    private readonly List<Socket> _sockets = [];

    internal StrangersFolder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a folder of another user's needs root");
        File.WriteAllText(Secret, Content);
        Give(_folder.FullName);
    }

    internal string Path => _folder.FullName;

    /// <summary>A folder of root's own.</summary>
    internal string Roots => _roots.FullName;

    /// <summary>A file of root's.</summary>
    internal string Secret => System.IO.Path.Combine(_roots.FullName, "secret");

    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Puts something of nobody's under a name.</summary>
    internal void Plant(string kind, string name)
    {
        string path = PathOf(name);
        switch (kind)
        {
            case "symlink":
                File.CreateSymbolicLink(path, Secret);
                break;
            case "dangling":
                File.CreateSymbolicLink(path, System.IO.Path.Combine(Roots, "made"));
                break;
            case "hardlink":
                // As nobody could where fs.protected_hardlinks is 0.
                Run("ln", Secret, path);
                return;
            case "nobody's hardlink":
                Assert.SkipUnless(File.ReadAllText("/proc/sys/fs/protected_hardlinks").Trim() == "0", "fs.protected_hardlinks is not 0: nobody cannot link to what is root's here");
                _roots.UnixFileMode |= UnixFileMode.OtherExecute;
                Run("setpriv", $"--reuid={OtherUser.Id}", $"--regid={OtherUser.Id}", "--clear-groups", "ln", Secret, path);
                return;
            case "fifo":
                Run("mkfifo", path);
                break;
            default:
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                _sockets.Add(socket);
                break;
        }

        Give(path);
    }

    /// <summary>A shell that plants something of nobody's under the name that depends on its number, and becomes the tool.</summary>
    internal Tool Start(string planted, string kind, string tool, params string[] arguments)
    {
        string plant = kind switch
        {
            "symlink" => "ln -s \"$1\" \"$2/$3\"",
            "dangling" => "ln -s \"$1.made\" \"$2/$3\"",
            "hardlink" => "ln \"$1\" \"$2/$3\"",
            "fifo" => "mkfifo \"$2/$3\"",
            _ => "true",
        };
        return Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), [
            "-c", $"set -- \"$1\" \"$2\" \"{planted}\" \"$@\"; {plant} && shift 5 && exec \"$@\"", "sh", Secret, Path, Tool.Locate(tool), .. arguments]);
    }

    /// <summary>What is root's is what it was.</summary>
    internal void AssertUntouched()
    {
        Assert.Equal(["secret"], _roots.EnumerateFileSystemInfos().Select(file => file.Name));
        Assert.Equal(Content, File.ReadAllText(Secret));
    }

    /// <summary>The name is that of a plain file of root's own.</summary>
    internal void AssertMade(string name)
    {
        using Process look = Process.Start(new ProcessStartInfo("stat", ["-c", "%F %u %h", PathOf(name)]) { RedirectStandardOutput = true })!;
        Assert.Equal("regular file 0 1", look.StandardOutput.ReadToEnd().Trim());
        look.WaitForExit();
    }

    internal static void Give(string path) => Run("chown", "-h", OtherUser.Id.ToString(CultureInfo.InvariantCulture), path);

    internal static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _folder.Delete(true);
        _roots.Delete(true);
    }
}
