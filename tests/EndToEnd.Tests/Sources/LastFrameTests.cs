namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>At its own pace a video lasts until its last frame has been shown as long as it lasts.</summary>
public sealed class LastFrameTests : MediaFolder
{
    // 65535 hundredths: more than ten minutes, of which no test waits for one.
    private const int LongestDelay = 65535;

    private static readonly byte[] s_control = [0x21, 0xF9, 0x04];

    [Fact]
    public void A_long_last_frame_is_held_until_a_signal_comes()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", Gif(), "--ring", ring, "--wait-readers", "1", "--json");
        using Tool consumer = new("consumer", "framemd5", ring, "--timeout", "1s");
        (int code, string hashes, _) = consumer.Finish();

        // It heard of no end, although it has both frames.
        Assert.Equal(5, code);
        Assert.Equal(2, Reference.Frames(hashes).Length);
        producer.Signal("TERM");
        (code, string json, _) = producer.Finish();
        Assert.Equal(0, code);
        Assert.Contains("\"frames\":2,", json);
    }

    [Fact]
    public void The_next_round_waits_too()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", Gif(), "--ring", ring, "--wait-readers", "1", "--loop", "1", "--json");
        using Tool consumer = new("consumer", "framemd5", ring, "--timeout", "1s");
        (int code, string hashes, _) = consumer.Finish();
        Assert.Equal(5, code);
        Assert.Equal(2, Reference.Frames(hashes).Length);
        producer.Signal("TERM");
        Assert.Equal(0, producer.Finish().Code);
    }

    [Theory]
    [InlineData("-t", "0.2")]
    [InlineData("--frames", "2")]
    [InlineData("--pace", "max")]
    public void It_is_not_held_longer_than_was_asked_for(string option, string value)
    {
        using Tool producer = new("producer", Gif(), "--ring", Tool.NewRing(), "--json", option, value);
        (int code, string json, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("\"frames\":2,", json);
    }

    // Two frames, of which the second comes after a tenth of a second. How long it lasts is written over.
    private string Gif()
    {
        string file = Make("x.gif", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10", "-frames:v", "2");
        byte[] bytes = File.ReadAllBytes(file);
        int control = bytes.AsSpan().LastIndexOf(s_control);
        BitConverter.TryWriteBytes(bytes.AsSpan(control + 4), (ushort)LongestDelay);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
