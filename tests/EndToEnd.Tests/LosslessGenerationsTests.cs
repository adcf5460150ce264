namespace FrameRing.EndToEnd.Tests;

/// <summary>A stream that grows again and again makes generations faster than a stopped consumer can follow; it gets every frame all the same.</summary>
public class LosslessGenerationsTests
{
    private static readonly string[] s_sizes = ["160x120", "320x240", "640x480", "960x720"];

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Who_is_stopped_over_some_generations_gets_the_frames_of_all(string threads)
    {
        Reference.SkipWithoutFFmpeg();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-test-");
        try
        {
            string clip = MakeClip(folder);
            string[] expected = Reference.Hashes(Reference.FFmpeg("-i", clip, "-autoscale", "0", "-f", "framemd5", "-"));
            string ring = Tool.NewRing();
            using Tool producer = new("producer", clip, "--threads", threads, "--pace", "max", "--delivery", "lossless", "--reader-timeout", "1000", "--ring", ring, "--wait-readers", "2", "-q", "--json");
            using Tool stopped = new("consumer", "framemd5", ring, "--lossless", "--json");
            RingState.WaitFor(ring, state => RingState.Holders(state).Any(holder => holder.TryGetProperty("next_wanted", out _)));
            stopped.Signal("STOP");
            using Tool other = new("consumer", "framemd5", ring, "--lossless", "--json");
            other.WaitForOutput("0, ");
            RingState.Of(ring);
            stopped.Signal("CONT");
            foreach (Tool consumer in new[] { stopped, other })
            {
                (int code, string lines, string errors) = consumer.Finish();
                Assert.True(code == 0, errors);
                Assert.Equal(expected, Reference.Hashes(lines));
                Assert.Contains("\"lost\":0,", errors);
                Assert.Contains($"\"generation_changes\":{s_sizes.Length - 1},", errors);
            }

            Assert.Equal(0, producer.Finish().Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Transport streams one behind the other are one.
    private static string MakeClip(DirectoryInfo folder)
    {
        string clip = Path.Combine(folder.FullName, "grow.ts");
        using FileStream whole = File.Create(clip);
        foreach (string size in s_sizes)
        {
            string part = Path.Combine(folder.FullName, $"{size}.ts");
            Reference.FFmpeg("-f", "lavfi", "-i", $"testsrc2=size={size}:rate=25", "-frames:v", "3", "-pix_fmt", "yuv420p", "-c:v", "mpeg2video", "-g", "1", part);
            whole.Write(File.ReadAllBytes(part));
        }

        return clip;
    }
}
