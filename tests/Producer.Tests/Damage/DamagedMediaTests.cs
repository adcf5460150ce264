using System.Collections.Concurrent;
using FrameRing.Reading;

namespace FrameRing.Producer.Tests.Damage;

/// <summary>Damaged files end with an error or with what could be decoded, and leave ring and machine as they should be.</summary>
public sealed class DamagedMediaTests(ITestOutputHelper output)
{
    private static readonly string[] s_clips =
        ["av1.mkv", "hevc-10bit.mp4", "mjpeg-full.avi", "qtrle.mov", "rotated.mp4", "scenes.mp4", "size-change.ts", "vfr-odd.mkv", "vp9-altref.webm"];

    [Fact]
    public void One_copy_of_each_clip_and_kind() => Run(1, clip => clip != "scenes.mp4");

    [Fact]
    [Trait("Category", "Slow")]
    public void Hundreds_of_copies() => Run(7, _ => true);

    [Fact]
    public void What_a_bad_producer_would_do_is_noticed()
    {
        DamagedRun good = new(0, """{"corrupt":0}""", string.Empty, ReadStatus.Ended, 1);
        Assert.Null(good.Fault);
        Assert.Null((good with { Code = 1, End = null, Errors = "producer: error: Cannot open it." }).Fault);
        Assert.NotNull((good with { Code = 139 }).Fault);
        Assert.NotNull((good with { Code = 1, Errors = "producer: error: Object reference\n   at FrameRing" }).Fault);
        Assert.NotNull((good with { Code = 1, Errors = "Segmentation fault" }).Fault);
        Assert.NotNull((good with { End = ReadStatus.WriterDied }).Fault);
        Assert.NotNull((good with { End = ReadStatus.TimedOut }).Fault);
        Assert.NotNull((good with { End = null }).Fault);
    }

    private void Run(int seeds, Func<string, bool> isWanted)
    {
        (string Clip, int Kind, int Seed)[] copies =
            [.. from clip in s_clips.Where(isWanted) from kind in Enumerable.Range(0, Mutation.All.Length) from seed in Enumerable.Range(0, seeds) select (clip, kind, seed)];
        ConcurrentBag<string> faults = [];
        int clean = 0, damaged = 0, refused = 0;
        string folder = Directory.CreateTempSubdirectory("framering-damage-").FullName;
        try
        {
            Parallel.ForEach(copies, new ParallelOptions { MaxDegreeOfParallelism = 2 }, copy =>
            {
                string what = $"{copy.Clip}, {Mutation.All[copy.Kind].Name}, seed {copy.Seed}";
                string file = Path.Combine(folder, $"{copy.Kind}-{copy.Seed}-{copy.Clip}");
                File.WriteAllBytes(file, Mutation.All[copy.Kind].Apply(File.ReadAllBytes(SourceRun.Clip(copy.Clip)), new Random((copy.Seed * 1000) + copy.Kind)));
                DamagedRun run = DamagedRun.Of(file, threads: 1 + (copy.Seed % 2));
                File.Delete(file);
                if (run.Fault is { } fault)
                {
                    faults.Add($"{what}: {fault}\n{run.Errors}");
                }
                else if (run.Code == 1)
                {
                    Interlocked.Increment(ref refused);
                }
                else
                {
                    Interlocked.Increment(ref run.Corrupt > 0 ? ref damaged : ref clean);
                }
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        output.WriteLine($"{copies.Length} copies: {clean} without visible damage, {damaged} with corrupt frames counted, {refused} refused or ended with an error");
        Assert.Empty(faults);

        // Otherwise the damage missed what it was meant for.
        Assert.True(damaged > copies.Length / 10 && refused > copies.Length / 50, $"{damaged} damaged, {refused} refused");
    }
}
