namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>A clip with damaged bytes: its pictures are those of the whole clip. One decoder thread, for with more FFmpeg does not flag each damaged frame.</summary>
public sealed class DamagedClipTests : IDisposable
{
    // Inside the packet of the frame at 1.92 s; key frames are at 1.6 and 3.2 s.
    private const int Start = 458_878;
    private const int Length = 60;

    private static readonly string[] s_pictures = ["--interval", "0.4", "--names", "pts", "--format", "png", "--lossless"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void No_picture_shows_the_damage()
    {
        using ThumbnailRun whole = new();
        using ThumbnailRun damaged = new();
        using ThumbnailRun taken = new();
        string clip = Tool.PathOf("samples", "media", "scenes.mp4");
        Read(whole, clip);
        Read(damaged, Damage(clip));
        Read(taken, Damage(clip), "--take-corrupt");

        // The frame itself is not asked for, the 30 from 2 s on are.
        string[] missing = ["00-00-02.000.png", "00-00-02.400.png", "00-00-02.800.png"];
        Assert.Equal(whole.Files.Except(missing), damaged.Files);
        Assert.All(damaged.Files, name => Assert.Equal(Bytes(whole, name), Bytes(damaged, name)));
        Assert.Equal((0, 30, 0), (damaged.Figure("corrupt_skipped"), damaged.Figure("dependent_skipped"), damaged.Figure("damaged_taken")));

        // They would have shown it, although FFmpeg flags none of them.
        Assert.Equal(whole.Files, taken.Files);
        Assert.All(missing, name => Assert.NotEqual(Bytes(whole, name), Bytes(taken, name)));
    }

    [Fact]
    public void At_the_end_of_the_stream_a_damaged_picture_is_better_than_none()
    {
        using ThumbnailRun run = new();
        Read(run, Damage(Tool.PathOf("samples", "media", "scenes.mp4")), "-n", "70");
        Assert.Equal("00-00-02.000.png", run.Files[^1]);
        Assert.Equal(1, run.Figure("damaged_taken"));
    }

    private static void Read(ThumbnailRun run, string clip, params string[] options)
    {
        int code = run.Run([clip, "--pace", "max", "--delivery", "lossless", "--threads", "1"], [.. s_pictures, .. options]);
        Assert.True(code == 0, run.Errors);
    }

    private string Damage(string clip)
    {
        byte[] bytes = File.ReadAllBytes(clip);
        for (int i = Start; i < Start + Length; i++)
        {
            bytes[i] ^= 0x5A;
        }

        string file = Path.Combine(_folder.FullName, "damaged.mp4");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private static byte[] Bytes(ThumbnailRun run, string name) => File.ReadAllBytes(Path.Combine(run.Folder, name));
}
