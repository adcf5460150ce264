using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests;

public class DamagedInputTests
{
    [Fact]
    public void A_missing_file_is_named()
    {
        (int code, string errors) = Produce("/no/such/file.mp4");
        Assert.Equal(1, code);
        Assert.Contains("Cannot open '/no/such/file.mp4': No such file or directory", errors);
    }

    [Fact]
    public void A_file_that_is_no_video_is_refused()
    {
        (int code, string errors) = WithFile(Enumerable.Repeat((byte)'x', 5000).ToArray(), Produce);
        Assert.Equal(1, code);
        Assert.Contains("Invalid data found", errors);
    }

    [Fact]
    public void Sound_alone_is_refused()
    {
        Reference.SkipWithoutFFmpeg();
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.wav");
        try
        {
            using (Process ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "sine=duration=1", file]))
            {
                ffmpeg.WaitForExit();
            }

            (int code, string errors) = Produce(file);
            Assert.Equal(1, code);
            Assert.Contains("no video that could be decoded", errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_truncated_file_gives_what_is_there()
    {
        byte[] whole = File.ReadAllBytes(Tool.PathOf("samples", "media", "size-change.ts"));
        (int code, string errors) = WithFile(whole[..(whole.Length / 3)], Produce);
        Assert.True(code == 0, errors);
    }

    [Fact]
    public void Flipped_bits_are_counted_and_do_not_stop_the_producer()
    {
        byte[] bytes = File.ReadAllBytes(Tool.PathOf("samples", "media", "scenes.mp4"));
        Random random = new(1);
        for (int i = 0; i < 400; i++)
        {
            // Behind the header, before the index at the end.
            bytes[random.Next(50_000, bytes.Length - 50_000)] ^= (byte)(1 << random.Next(8));
        }

        string ring = Tool.NewRing();
        WithFile(bytes, file =>
        {
            using Tool producer = new("producer", file, "--ring", ring, "--pace", "max", "-q", "--json");
            (int code, string json, string errors) = producer.Finish();
            Assert.True(code == 0, errors);
            Assert.DoesNotContain("\"frames\":0,", json);
            return (code, errors);
        });
    }

    [Fact]
    public void Too_few_slots_for_the_decoder_are_refused_with_the_number_it_needs()
    {
        using Tool producer = new("producer", Tool.PathOf("samples", "media", "scenes.mp4"), "--ring", Tool.NewRing(), "--slots", "3");
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(2, code);
        Assert.Contains("needs at least", errors);
    }

    [Fact]
    public void An_unknown_decoder_is_named()
    {
        using Tool producer = new("producer", Tool.PathOf("samples", "media", "scenes.mp4"), "--ring", Tool.NewRing(), "--decoder", "nonsense");
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(1, code);
        Assert.Contains("no decoder 'nonsense'", errors);
    }

    private static (int Code, string Errors) Produce(string file)
    {
        using Tool producer = new("producer", file, "--ring", Tool.NewRing(), "--pace", "max", "-q");
        (int code, _, string errors) = producer.Finish();
        Assert.DoesNotContain("   at ", errors);
        return (code, errors);
    }

    private static (int Code, string Errors) WithFile(byte[] content, Func<string, (int, string)> use)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, content);
            return use(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
