using System.Diagnostics;

namespace FrameRing.Consumer.Tests.Thumbnails;

public class FolderTests
{
    [Fact]
    public void Only_as_many_pictures_stay_as_the_user_keeps()
    {
        using ThumbnailRun run = new();
        Assert.True(run.Play("qtrle.mov", "--nth", "1", "--keep", "3", "--latest") == 0, run.Errors);
        Assert.Equal(["0000000022.jpg", "0000000023.jpg", "0000000024.jpg", "latest.jpg"], run.Files);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run.Folder, "0000000024.jpg")), File.ReadAllBytes(Path.Combine(run.Folder, "latest.jpg")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("+0")]
    public void To_keep_no_picture_at_all_is_refused_in_each_spelling(string none)
    {
        using ThumbnailRun run = new();
        using Tool tool = new("consumer", "thumbnails", Tool.NewRing(), "--wait", "0", "-o", run.Folder, "--keep", none);
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Contains("--keep 0 leaves no picture at all", errors);
    }

    [Fact]
    public void A_picture_that_somebody_has_changed_is_left_and_said_so_once()
    {
        using ThumbnailRun run = new();
        string ring = Tool.NewRing();
        using Tool tool = new("consumer", "thumbnails", ring, "-o", run.Folder, "--nth", "1", "--keep", "1", "--start", "oldest", "--follow", "--count", "4");
        foreach (int frames in new[] { 2, 2 })
        {
            using Tool producer = new("producer", "pattern:64x64@30", "--ring", ring, "-n", $"{frames}", "--wait-readers", "1", "--linger", "5", "-q");
            Assert.Equal(0, producer.Finish().Code);
            string newest = Path.Combine(run.Folder, "0000000002.jpg");
            Assert.True(SpinWait.SpinUntil(() => File.Exists(newest), TimeSpan.FromSeconds(30)));
            File.AppendAllText(newest, "more");
        }

        (int code, _, string errors) = tool.Finish();
        Assert.Equal(0, code);
        Assert.Equal(2, errors.Split("--keep leaves it").Length);
        Assert.Contains("0000000002.jpg", run.Files);
    }

    [Fact]
    public void A_second_producer_that_counts_anew_takes_no_pictures_away()
    {
        using ThumbnailRun run = new();
        string ring = Tool.NewRing();
        using Tool tool = new("consumer", "thumbnails", ring, "-o", run.Folder, "-q", "--follow", "--nth", "1", "--keep", "5", "--start", "oldest", "--count", "10");
        for (int round = 0; round < 2; round++)
        {
            using Tool producer = new("producer", "pattern:64x64@30", "--ring", ring, "-n", "5", "--wait-readers", "1", "--linger", "5", "-q");
            Assert.Equal(0, producer.Finish().Code);
        }

        Assert.Equal(0, tool.Finish().Code);
        Assert.Equal(["0000000001_2.jpg", "0000000002_2.jpg", "0000000003_2.jpg", "0000000004_2.jpg", "0000000005_2.jpg"], run.Files);
    }

    [Fact]
    public async Task Latest_is_a_whole_picture_at_every_moment()
    {
        using ThumbnailRun run = new();
        string latest = Path.Combine(run.Folder, "latest.jpg");
        using CancellationTokenSource over = new();
        int seen = 0;
        Task<int> looking = Task.Run(() => CountBroken(latest, over.Token, ref seen), TestContext.Current.CancellationToken);
        Assert.True(run.Run(["pattern:640x360@200"], ["--nth", "1", "--size", "0", "--keep", "0", "--latest", "--count", "300"]) == 0, run.Errors);
        await over.CancelAsync();
        Assert.Equal(0, await looking);
        Assert.True(seen > 0);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_before_the_ring_is_looked_for()
    {
        using Tool tool = new("consumer", "thumbnails", "there-is-no-such-ring", "-o", "/proc/nowhere/pictures");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.Contains("Cannot write '/proc/nowhere/pictures'", errors);
        Assert.Contains("-o", errors);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_told()
    {
        string file = Path.GetTempFileName();
        using Tool tool = new("consumer", "thumbnails", "x", "-o", file);
        (int code, _, string errors) = tool.Finish();
        File.Delete(file);
        Assert.Equal(1, code);
        Assert.Contains($"Cannot write '{file}'", errors);
    }

    [Fact]
    public async Task A_full_disk_ends_the_consumer_with_a_sentence_and_leaves_no_half_picture()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a file system of limited size can be mounted only by root");
        string folder = Directory.CreateTempSubdirectory("framering-").FullName;
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:640x360@100", "--ring", ring, "--wait-readers", "1", "-q");
        try
        {
            // In a mount name space of its own: the mount is gone with the shell. 256 KiB hold some pictures.
            using Process shell = Process.Start(new ProcessStartInfo(
                "unshare",
                ["-m", "sh", "-c", "mount -t tmpfs -o size=256k none \"$1\" && \"$2\" thumbnails \"$3\" -o \"$1\" --nth 1 --size 0; code=$?; ls -A \"$1\"; exit $code", "sh", folder, Tool.Locate("consumer"), ring])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using Timer watchdog = new(_ => shell.Kill(true), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
            CancellationToken token = TestContext.Current.CancellationToken;
            Task<string> reading = shell.StandardError.ReadToEndAsync(token);
            string listing = await shell.StandardOutput.ReadToEndAsync(token);
            await shell.WaitForExitAsync(token);
            string errors = await reading;
            Assert.True(shell.ExitCode == 1, $"{shell.ExitCode}: {errors}");
            Assert.Contains("No space left on device", errors);
            Assert.Contains("Free some space", errors);
            Assert.DoesNotContain("   at ", errors);
            Assert.DoesNotContain(".tmp", listing);
            Assert.Contains("0000000001.jpg", listing);
        }
        finally
        {
            producer.AskToEnd();
            producer.Finish();
            Directory.Delete(folder);
        }
    }

    private static int CountBroken(string file, CancellationToken over, ref int seen)
    {
        int broken = 0;
        while (!over.IsCancellationRequested)
        {
            if (File.Exists(file))
            {
                byte[] jpeg = File.ReadAllBytes(file);
                bool isWhole = jpeg.Length > 4 && jpeg[0] == 0xFF && jpeg[1] == 0xD8 && jpeg[^2] == 0xFF && jpeg[^1] == 0xD9;
                broken += isWhole ? 0 : 1;
                seen++;
            }
        }

        return broken;
    }
}
