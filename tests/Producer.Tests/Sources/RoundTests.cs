using FrameRing.Formats;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Tests.Sources;

public class RoundTests
{
    [Fact]
    public void The_first_frame_of_every_further_round_is_flagged_and_time_never_goes_back()
    {
        using SourceRun run = new(new FileSourceOptions { Input = SourceRun.Clip("qtrle.mov"), Loop = 2 });
        List<int> flagged = [];
        long last = long.MinValue;
        run.PublishAll((metadata, _) =>
        {
            Assert.True(metadata.Pts > last);
            last = metadata.Pts;
            if ((metadata.Flags & FrameFlags.Discontinuity) != 0)
            {
                flagged.Add(run.Index);
            }
        });
        Assert.Equal([24, 48], flagged);
    }

    [Fact]
    public void Damaged_frames_are_flagged_and_damaged_packets_counted()
    {
        string file = Path.GetTempFileName();
        try
        {
            byte[] bytes = File.ReadAllBytes(SourceRun.Clip("scenes.mp4"));
            Random random = new(1);
            for (int i = 0; i < 400; i++)
            {
                // Behind the header, before the index at the end.
                bytes[random.Next(50_000, bytes.Length - 50_000)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(file, bytes);
            using SourceRun run = new(new FileSourceOptions { Input = file });
            int flagged = 0;
            run.PublishAll((metadata, _) => flagged += (metadata.Flags & FrameFlags.Corrupt) != 0 ? 1 : 0);
            Assert.True(flagged > 0);
            Assert.True(run.Index > 200);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Undamaged_frames_are_not_flagged()
    {
        using SourceRun run = new(new FileSourceOptions { Input = SourceRun.Clip("scenes.mp4") });
        run.PublishAll((metadata, _) => Assert.Equal(FrameFlags.None, metadata.Flags & FrameFlags.Corrupt));
        Assert.Equal(0, run.Corrupt);
    }
}
