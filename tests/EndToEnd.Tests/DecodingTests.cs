namespace FrameRing.EndToEnd.Tests;

/// <summary>Files and decoders with peculiarities.</summary>
public class DecodingTests
{
    // A device that no machine has, so that the answer is the same with and without a GPU.
    private static readonly string[] s_noDevice = ["-hwaccel_device", "/no/such/device"];
    private static readonly string s_clip = Tool.PathOf("samples", "media", "vfr-odd.mkv");

    [Fact]
    public void Cropping_on_all_sides_leaves_exactly_the_visible_pixels()
    {
        Reference.SkipWithoutFFmpeg();
        WithFile(".mp4", file =>
        {
            Reference.FFmpeg(
                "-i", Tool.PathOf("samples", "media", "scenes.mp4"), "-t", "1", "-c", "copy",
                "-bsf:v", "h264_metadata=crop_left=20:crop_top=6:crop_right=4:crop_bottom=10", file);
            string expected = Reference.FFmpeg("-flags", "unaligned", "-i", file, "-f", "framemd5", "-");
            (string hashes, string json, _) = Reference.Publish(file, "--pace", "max", "--slots", "60", "-q");
            Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
            Assert.Contains($"\"direct\":{Reference.Frames(expected).Length},", json);

            // 1280 - 24 by 720 - 16 pixels of 12 bits.
            Assert.All(Reference.Frames(hashes), line => Assert.Contains($" {(1280 - 24) * (720 - 16) * 3 / 2},", line));
        });
    }

    [Fact]
    public void A_file_without_a_frame_is_refused()
    {
        WithFile(".y4m", file =>
        {
            File.WriteAllText(file, "YUV4MPEG2 W64 H64 F25:1 Ip C420jpeg\n");
            using Tool producer = new("producer", file, "--ring", Tool.NewRing());
            (int code, _, string errors) = producer.Finish();
            Assert.Equal(1, code);
            Assert.Contains("no frame that could be decoded", errors);
        });
    }

    [Fact]
    public void Damage_is_counted()
    {
        WithFile(".mp4", file =>
        {
            byte[] bytes = File.ReadAllBytes(Tool.PathOf("samples", "media", "scenes.mp4"));
            for (int i = 100_000; i < bytes.Length - 50_000; i += 3000)
            {
                bytes[i] ^= 0x55;
            }

            File.WriteAllBytes(file, bytes);
            (_, string json, _) = Reference.Publish(file, "--pace", "max", "-q");
            Assert.DoesNotContain("\"corrupt\":0,", json);
        });
    }

    [Fact]
    public void A_conversion_is_told_and_counted_as_a_copy()
    {
        Reference.SkipWithoutFFmpeg();
        const string Source = "testsrc2=size=128x96:rate=30,format=yuv444p14le";
        string expected = Reference.FFmpeg("-f", "lavfi", "-i", Source, "-frames:v", "3", "-pix_fmt", "yuv444p16le", "-f", "framemd5", "-");
        (string hashes, string json, string errors) = Reference.Publish("-f", "lavfi", "-i", Source, "-n", "3", "--pace", "max");
        Assert.Equal(Reference.Hashes(expected), Reference.Hashes(hashes));
        Assert.Contains("converted from yuv444p14le to yuv444p16le", errors);
        Assert.Contains("\"copied\":3,", json);
    }

    [Fact]
    public void Without_a_device_auto_decodes_on_the_processor_and_says_why()
    {
        (_, string json, string errors) = Reference.Publish([s_clip, "-hwaccel", "auto", .. s_noDevice, "--pace", "max"]);
        Assert.Contains("No decoding device, so the processor decodes (", errors);
        Assert.Contains("vaapi: ", errors);
        Assert.Contains("\"direct\":81,", json);
    }

    [Fact]
    public void A_decoder_that_no_device_has_is_told_so_by_auto()
    {
        (_, string json, string errors) = Reference.Publish(Tool.PathOf("samples", "media", "qtrle.mov"), "-hwaccel", "auto", "--pace", "max");
        Assert.Contains("the decoder can use none", errors);
        Assert.Contains("\"direct\":24,", json);
    }

    [Theory]
    [InlineData(1, "Cannot open the vaapi device '/no/such/device'", "vaapi")]
    [InlineData(1, "cannot use drm", "drm")]
    [InlineData(2, "no kind of decoding device 'nonsense'", "nonsense")]
    public void A_device_that_is_asked_for_and_not_there_is_an_error_with_a_remedy(int code, string part, string kind)
    {
        using Tool producer = new("producer", [s_clip, "-hwaccel", kind, .. s_noDevice, "--ring", Tool.NewRing()]);
        (int found, _, string errors) = producer.Finish();
        Assert.Equal(code, found);
        Assert.Contains(part, errors);
        Assert.Contains("auto", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static void WithFile(string extension, Action<string> use)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}{extension}");
        try
        {
            use(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
