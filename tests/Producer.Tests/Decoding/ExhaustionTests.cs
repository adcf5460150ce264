using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Tests.Decoding;

/// <summary>Fewer slots than the decoder holds: it decodes into memory of its own, and no frame that is published is wrong.</summary>
public class ExhaustionTests
{
    [Theory]
    [InlineData("scenes.mp4", 6)]
    [InlineData("vfr-odd.mkv", 6)]
    [InlineData("vp9-altref.webm", 5)]
    [InlineData("hevc-10bit.mp4", 5)]
    public void A_decoder_without_a_slot_uses_its_own_memory_and_the_frame_is_copied(string clip, int slots)
    {
        Reference.SkipWithoutFFmpeg();
        string file = SourceRun.Clip(clip);
        string[] expected = Reference.Hashes(Reference.FFmpeg("-noautorotate", "-i", file, "-f", "framemd5", "-"));
        using SourceRun run = new(new FileSourceOptions { Input = file, Threads = 2 }, slots);
        Assert.True(slots < run.PlannedSlots);
        run.PublishAll((metadata, slot) => Assert.Equal(expected[run.Index], SourceRun.Hash(metadata, slot)));
        Assert.Equal(expected.Length, run.Index + 1);
        Assert.True(run.Statistics.Copied > 0, run.Statistics.ToString());
    }
}
