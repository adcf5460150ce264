namespace FrameRing.EndToEnd.Tests.Files;

/// <summary>Root makes pictures in a folder of another user, who has planted things there: files elsewhere stay as they are, and nothing hangs.</summary>
public sealed class PlantedPictureTests : IDisposable
{
    private static readonly string[] s_made =
        ["0000000008.jpg", "latest.jpg", "sheet-0001.jpg", "sheet-0002.jpg", "sprites-0001.jpg", "sprites-0002.jpg", "thumbnails.vtt"];

    private readonly StrangersFolder _folder = new();
    private readonly string _ring = Tool.NewRing();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("symlink")]
    [InlineData("dangling")]
    [InlineData("hardlink")]
    [InlineData("fifo")]
    [InlineData("socket")]
    public void Nothing_planted_is_written_through_or_waited_for(string kind)
    {
        for (int number = 1; number <= 8; number++)
        {
            _folder.Plant(kind, $"{number:D10}.jpg");
        }

        foreach (string name in s_made.Skip(1).Append("thumbnails-2.vtt").Append("latest.jpg.tmp"))
        {
            _folder.Plant(kind, name);
        }

        using Tool producer = StartProducer(8);
        using Tool pictures = _folder.Start(".framering.$$.tmp", kind, "consumer", Arguments("--count", "8"));
        (int code, _, string errors) = pictures.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
        Assert.Equal(0, producer.Finish().Code);
        _folder.AssertUntouched();
        Array.ForEach(s_made, _folder.AssertMade);
        Assert.StartsWith("WEBVTT", File.ReadAllText(_folder.PathOf("thumbnails.vtt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_a_link_of_another_user_is_refused()
    {
        File.CreateSymbolicLink(_folder.PathOf("pictures"), _folder.Roots);
        StrangersFolder.Give(_folder.PathOf("pictures"));
        foreach (string path in new[] { "pictures", "pictures/", "pictures/more" })
        {
            using Tool pictures = new("consumer", "thumbnails", _ring, "-o", _folder.PathOf(path));
            (int code, _, string errors) = pictures.Finish();
            Assert.Equal(1, code);
            Assert.Contains($"a symbolic link of user {OtherUser.Id}", errors);
            Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        _folder.AssertUntouched();
    }

    [Fact]
    public void A_folder_that_is_a_link_of_ones_own_is_followed()
    {
        string link = Path.Combine(_folder.Roots, "link");
        File.CreateSymbolicLink(link, _folder.Path);
        using Tool producer = StartProducer(4);
        using Tool pictures = new("consumer", "thumbnails", _ring, "-o", Path.Combine(link, "new", "pictures"), "-q", "--start", "oldest", "--nth", "1", "--count", "4");
        Assert.Equal((0, string.Empty, string.Empty), pictures.Finish());
        Assert.Equal(0, producer.Finish().Code);
        File.Delete(link);
        _folder.AssertMade("new/pictures/0000000004.jpg");
    }

    [Theory]
    [InlineData("ln -sfn \"$1\"")]
    [InlineData("rm -f")]
    [InlineData("mkfifo")]
    public void Nothing_planted_meanwhile_is_written_through_or_waited_for(string plant)
    {
        // As fast as nobody can, under every name that there is and every one that will be, until the folder's file "end" is there.
        string takesTarget = plant.StartsWith("ln", StringComparison.Ordinal) ? "\"$name\"" : string.Empty;
        string make = takesTarget.Length > 0 ? $"{plant} {takesTarget}" : plant == "mkfifo" ? "rm -f \"$name\"; mkfifo \"$name\"" : "rm -f \"$name\"";
        string loop = $$"""
            cd "$2" && echo ready
            while [ ! -e end ]; do
              for name in $(ls -A) thumbnails.vtt latest.jpg sheet-0001.jpg sprites-0001.jpg; do {{make}}; done
            done 2> /dev/null
            """;
        using Tool planter = Tool.Start(
            "/usr/bin/setpriv", TimeSpan.FromSeconds(60), $"--reuid={OtherUser.Id}", $"--regid={OtherUser.Id}", "--clear-groups", "sh", "-c", loop, "sh", _folder.Secret, _folder.Path);
        planter.WaitForOutput("ready");
        using Tool producer = StartProducer(100);
        using Tool pictures = new("consumer", Arguments("--count", "100"));
        (int code, _, string errors) = pictures.Finish();
        File.WriteAllText(_folder.PathOf("end"), string.Empty);
        planter.Finish();
        producer.AskToEnd();
        producer.Finish();

        // Who owns the folder can take a file away before it has its name; then that is told.
        Assert.True(code == 0 || (code == 1 && errors.Contains("No such file or directory", StringComparison.Ordinal)), $"{code}: {errors}");
        _folder.AssertUntouched();
    }

    [Fact]
    public void A_request_to_end_is_heard_among_pipes_without_a_reader()
    {
        foreach (string name in s_made)
        {
            _folder.Plant("fifo", name);
        }

        using Tool producer = new("producer", "pattern:64x64@60", "--ring", _ring, "-q");
        using Tool pictures = _folder.Start(".framering.$$.tmp", "fifo", "consumer", ["thumbnails", _ring, "-o", _folder.Path, "--nth", "1", "--sprites", "2x2", "--latest"]);
        string pipe = _folder.PathOf("latest.jpg");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(pipe) && !File.GetAttributes(pipe).HasFlag(FileAttributes.ReparsePoint) && new FileInfo(pipe).Length > 0, TimeSpan.FromSeconds(30)));
        pictures.AskToEnd();
        (int code, _, string errors) = pictures.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    private Tool StartProducer(int frames) =>
        new("producer", "pattern:64x64@100", "--ring", _ring, "-n", $"{frames}", "--slots", "128", "--wait-readers", "1", "--linger", "30", "-q");

    private string[] Arguments(params string[] more) =>
        ["thumbnails", _ring, "-o", _folder.Path, "-q", "--start", "oldest", "--nth", "1", "--latest", "--keep", "3", "--sheet", "2x2", "--sprites", "2x2", .. more];
}
