using System.Globalization;

namespace FrameRing.EndToEnd.Tests.Files;

/// <summary>Files that are named with -o: what is there is replaced and not written through, but for pipes and devices, which the user means.</summary>
public sealed class NamedOutputTests : IDisposable
{
    private readonly StrangersFolder _folder = new();
    private readonly string _ring = Tool.NewRing();
    private readonly Tool _producer;

    public NamedOutputTests() => _producer = new Tool("producer", "pattern:64x64@60", "--ring", _ring, "-q");

    public void Dispose()
    {
        _producer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("framemd5", "symlink")]
    [InlineData("framemd5", "dangling")]
    [InlineData("framemd5", "hardlink")]
    [InlineData("framemd5", "nobody's hardlink")]
    [InlineData("pipe", "symlink")]
    [InlineData("pipe", "hardlink")]
    public void A_link_that_another_user_has_planted_is_replaced(string command, string kind)
    {
        _folder.Plant(kind, "out");
        Write(command, _folder.PathOf("out"));
        _folder.AssertUntouched();
        _folder.AssertMade("out");
    }

    [Theory]
    [InlineData("fifo", "a pipe of user")]
    [InlineData("socket", "a socket")]
    public void A_pipe_or_a_socket_of_another_user_is_refused(string kind, string reason)
    {
        _folder.Plant(kind, "out");
        using Tool tool = new("consumer", "pipe", _ring, "-o", _folder.PathOf("out"));
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.Contains(reason, errors);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_link_of_ones_own_is_followed_to_a_file_that_is_replaced()
    {
        string link = Path.Combine(_folder.Roots, "link");
        string other = Path.Combine(_folder.Roots, "other name");
        StrangersFolder.Run("ln", _folder.Secret, other);
        File.CreateSymbolicLink(link, "secret");
        Write("framemd5", link);
        Assert.Equal("secret", new FileInfo(link).LinkTarget);
        Assert.StartsWith("#format", File.ReadAllText(_folder.Secret), StringComparison.Ordinal);
        Assert.Equal("root's", File.ReadAllText(other));
    }

    [Fact]
    public void A_file_stays_as_it_is_until_there_is_something_to_write()
    {
        using Tool tool = new("consumer", "framemd5", Tool.NewRing(), "--wait", "0", "-o", _folder.Secret);
        Assert.Equal(3, tool.Finish().Code);
        _folder.AssertUntouched();
    }

    [Theory]
    [InlineData("thumbnails")]
    [InlineData("framemd5")]
    public void New_files_have_the_permissions_of_the_umask(string command)
    {
        string[] where = command == "thumbnails" ? ["-o", _folder.Roots, "--count", "1", "--sprites", "1x1"] : ["-o", Path.Combine(_folder.Roots, "thumbnails.vtt"), "-n", "1"];
        using Tool tool = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), ["-c", "umask 027; exec \"$@\"", "sh", Tool.Locate("consumer"), command, _ring, "-q", .. where]);
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
        Assert.All(
            Directory.EnumerateFiles(_folder.Roots).Where(file => file != _folder.Secret),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file)));
        Assert.True(File.Exists(Path.Combine(_folder.Roots, "thumbnails.vtt")));
    }

    [Theory]
    [InlineData("framemd5", UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData("pipe", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public void A_file_of_ones_own_keeps_its_permissions_and_its_group(string command, UnixFileMode mode)
    {
        StrangersFolder.Run("chgrp", OtherUser.Id.ToString(CultureInfo.InvariantCulture), _folder.Secret);
        File.SetUnixFileMode(_folder.Secret, mode);
        Write(command, _folder.Secret);
        Assert.Equal(mode, File.GetUnixFileMode(_folder.Secret));
        StrangersFolder.Run("/bin/sh", "-c", $"test \"$(stat -c %g \"$0\")\" = {OtherUser.Id}", _folder.Secret);
    }

    [Fact]
    public void A_file_of_another_user_does_not_say_who_may_read_what_replaces_it()
    {
        File.WriteAllText(_folder.PathOf("out"), "nobody's");
        File.SetUnixFileMode(_folder.PathOf("out"), (UnixFileMode)0b110_110_110);
        StrangersFolder.Give(_folder.PathOf("out"));
        using Tool tool = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), ["-c", "umask 077; exec \"$@\"", "sh", Tool.Locate("consumer"), "framemd5", _ring, "-q", "-n", "1", "-o", _folder.PathOf("out")]);
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("out")));
    }

    [Fact]
    public void A_pipe_of_ones_own_is_written_to_as_soon_as_it_has_a_reader()
    {
        string pipe = Path.Combine(_folder.Roots, "pipe");
        StrangersFolder.Run("mkfifo", pipe);
        using Tool tool = new("consumer", "framemd5", _ring, "-n", "3", "-q", "-o", pipe);
        WaitUntilItLooksAt(tool, pipe);
        using Tool reader = Tool.Start("/bin/cat", TimeSpan.FromSeconds(60), pipe);
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
        Assert.Equal(3, reader.Finish().Output.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_request_to_end_is_heard_while_a_pipe_has_no_reader()
    {
        string pipe = Path.Combine(_folder.Roots, "pipe");
        StrangersFolder.Run("mkfifo", pipe);
        using Tool tool = new("consumer", "pipe", _ring, "-q", "-o", pipe);
        WaitUntilItLooksAt(tool, pipe);
        tool.AskToEnd();
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("cat > \"$0\"; cat \"$0\"")]
    public void Standard_output_has_a_name(string behind)
    {
        string file = Path.Combine(_folder.Roots, "file");
        string redirection = behind == "cat" ? "| cat" : $"> '{file}'; cat '{file}'";
        using Tool shell = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), "-c", $"'{Tool.Locate("consumer")}' framemd5 {_ring} -n 3 -q -o /dev/stdout {redirection}");
        (int code, string output, string errors) = shell.Finish();
        Assert.True(code == 0 && errors.Length == 0, $"{code}: {errors}");
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
        Assert.True(new FileInfo("/dev/stdout").LinkTarget is not null);
    }

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/fd/1")]
    [InlineData("/proc/self/fd/1")]
    public void What_a_descriptor_leads_to_is_gone_on_with_and_never_emptied(string name)
    {
        string file = Path.Combine(_folder.Roots, "file");
        File.WriteAllText(file, "first\n");
        using Tool none = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), "-c", $"'{Tool.Locate("consumer")}' framemd5 {Tool.NewRing()} --wait 0 -o {name} >> '{file}'");
        Assert.Equal(3, none.Finish().Code);
        Assert.Equal("first\n", File.ReadAllText(file));
        using Tool shell = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), "-c", $"(echo second; '{Tool.Locate("consumer")}' framemd5 {_ring} -n 3 -q -o {name}; echo last) 1<> '{file}'");
        Assert.Equal((0, string.Empty, string.Empty), shell.Finish());
        string text = File.ReadAllText(file);
        Assert.StartsWith("second\n#format", text, StringComparison.Ordinal);
        Assert.EndsWith("last\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(OtherUser.Id)]
    public void A_file_that_is_a_mount_of_its_own_is_written_as_it_is(int owner)
    {
        string inside = Path.Combine(_folder.Roots, "inside");
        string outside = Path.Combine(_folder.Roots, "outside");
        File.WriteAllText(inside, string.Empty);
        File.WriteAllText(outside, "old");
        StrangersFolder.Run("chown", owner.ToString(CultureInfo.InvariantCulture), outside);
        using Tool tool = Tool.Start("/usr/bin/unshare", TimeSpan.FromSeconds(60), [
            "--mount", "/bin/sh", "-c", "mount --bind \"$1\" \"$2\" || exit 99; shift 2; exec \"$@\"", "sh", outside, inside,
            Tool.Locate("consumer"), "framemd5", _ring, "-n", "3", "-q", "-o", inside]);
        (int code, string output, string errors) = tool.Finish();
        Assert.SkipWhen(code == 99, $"mounts are not allowed here: {errors}");
        Assert.Equal((0, string.Empty, string.Empty), (code, output, errors));
        Assert.StartsWith("#format", File.ReadAllText(outside), StringComparison.Ordinal);
        Assert.Equal(string.Empty, File.ReadAllText(inside));
    }

    [Fact]
    public void Anothers_file_in_a_folder_where_only_its_owner_may_replace_it_is_refused_before_there_is_a_ring()
    {
        using OtherUser others = new();
        string file = Path.Combine(_folder.Roots, "theirs");
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(_folder.Roots, (UnixFileMode)0b001_111_111_111);
        using Tool refused = others.Run("consumer", "framemd5", Tool.NewRing(), "--wait", "0", "-o", file);
        (int code, _, string errors) = refused.Finish();
        Assert.Equal(1, code);
        Assert.Contains("user 0", errors);
        Assert.Contains("Choose another file with -o", errors);
        using Tool allowed = others.Run("consumer", "framemd5", Tool.NewRing(), "--wait", "0", "-o", Path.Combine(_folder.Roots, "new"));
        Assert.Equal(3, allowed.Finish().Code);
        StrangersFolder.Give(file);
        using Tool own = others.Run("consumer", "framemd5", Tool.NewRing(), "--wait", "0", "-o", file);
        Assert.Equal(3, own.Finish().Code);
        Assert.Equal("old", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("framemd5")]
    [InlineData("pipe")]
    public void A_command_line_that_makes_no_sense_is_refused_before_a_pipe_has_a_reader(string command)
    {
        string pipe = Path.Combine(_folder.Roots, "pipe");
        StrangersFolder.Run("mkfifo", pipe);
        using Tool tool = new("consumer", command, _ring, "--lossless", "--policy", "latest", "-o", pipe);
        Assert.Equal(2, tool.Finish().Code);
    }

    [Fact]
    public void A_folder_is_refused_with_a_remedy()
    {
        using Tool tool = new("consumer", "framemd5", _ring, "-o", _folder.Path);
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.Contains("Choose another file with -o", errors);
    }

    [Fact]
    public void Nobodys_own_file_in_a_folder_that_takes_no_new_ones_is_written_as_it_is()
    {
        using OtherUser nobody = new();
        string file = Path.Combine(_folder.Roots, "log");
        File.WriteAllText(file, "old");
        StrangersFolder.Give(file);
        File.SetUnixFileMode(_folder.Roots, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x64@60", "--ring", ring, "--mode", "0644", "-q");
        using Tool tool = nobody.Run("consumer", "framemd5", ring, "-n", "3", "-q", "-o", file);
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
        Assert.StartsWith("#format", File.ReadAllText(file), StringComparison.Ordinal);
        using Tool refused = nobody.Run("consumer", "framemd5", ring, "-n", "3", "-q", "-o", _folder.Secret);
        Assert.Equal(1, refused.Finish().Code);
        Assert.Equal("root's", File.ReadAllText(_folder.Secret));
    }

    private void Write(string command, string file)
    {
        using Tool tool = new("consumer", command, _ring, "-n", "3", "-q", "-o", file);
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
        Assert.True(File.ReadAllBytes(file).Length > 100);
    }

    // It has the pipe open by then, but for nothing but looking at it.
    private static void WaitUntilItLooksAt(Tool tool, string path) => Assert.True(SpinWait.SpinUntil(
        () => Directory.EnumerateFileSystemEntries($"/proc/{tool.Id.ToString(CultureInfo.InvariantCulture)}/fd").Any(file => LinkOf(file) == path), TimeSpan.FromSeconds(30)));

    private static string? LinkOf(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
