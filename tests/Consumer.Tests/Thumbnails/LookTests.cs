namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>Pictures look as ffmpeg makes them of the same frame: crop, rotation, aspect, matrix and range.</summary>
public class LookTests
{
    // A wrong matrix or range costs far more: below 35 dB on these clips.
    private const double LeastDecibel = 45;

    [Theory]
    [InlineData("scenes.mp4", 20, "1280x720")]
    [InlineData("vfr-odd.mkv", 20, "854x480")]
    [InlineData("hevc-10bit.mp4", 20, "640x360")]
    [InlineData("mjpeg-full.avi", 10, "640x360")]
    [InlineData("rotated.mp4", 20, "360x640")]
    [InlineData("qtrle.mov", 10, "320x180")]
    [InlineData("size-change.ts", 30, "1920x1080", "gte(t\\,1.19)")]
    public void A_picture_is_the_one_that_ffmpeg_makes(string clip, int frame, string size, string? select = null)
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play(clip, "--nth", $"{frame}", "--count", "2", "--size", "0", "--format", "png", "--tonemap", "off") == 0, run.Errors);
        string name = $"{frame + 1:D10}.png";
        Assert.Equal(size, run.SizeOf(name));
        byte[] expected = FFmpeg.Run(
            "-i", Tool.PathOf("samples", "media", clip), "-autoscale", "0", "-vf",
            $"select={select ?? $"eq(n\\,{frame})"},scale=flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24", "-frames:v", "1", "-f", "rawvideo", "-");
        double decibel = Psnr(expected, run.Pixels(name));
        Assert.True(decibel >= LeastDecibel, $"{clip}: only {decibel:0.0} dB");
    }

    [Theory]
    [InlineData("bt709", "bt2020nc")]
    [InlineData("bt470bg", "bt709")]
    public void The_measure_notices_a_wrong_matrix(string right, string wrong)
    {
        FFmpeg.Require();
        byte[] Convert(string matrix) => FFmpeg.Run(
            "-i", Tool.PathOf("samples", "media", "scenes.mp4"), "-vf", $"scale=320:-1:in_color_matrix={matrix},format=rgb24", "-frames:v", "1", "-f", "rawvideo", "-");
        Assert.True(Psnr(Convert(right), Convert(wrong)) < 35);
    }

    [Theory]
    [InlineData("4/3", "427x180")]
    [InlineData("3/4", "240x180")]
    public void Pixels_that_are_not_square_are_made_so(string aspect, string size)
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        string clip = Path.Combine(run.Folder, "aspect.mkv");
        FFmpeg.Run("-f", "lavfi", "-i", $"testsrc=size=320x180:rate=10,setsar={aspect}", "-frames:v", "5", clip);
        Assert.True(run.Play(clip, "--count", "1", "--size", "0") == 0, run.Errors);
        Assert.Equal(size, run.SizeOf("0000000001.jpg"));
    }

    [Theory]
    [InlineData("320", "320x180")]
    [InlineData("x90", "160x90")]
    [InlineData("100x100", "100x56")]
    [InlineData("2560>", "1280x720")]
    [InlineData("50x50!", "50x50")]
    public void Sizes_are_those_asked_for(string size, string expected)
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play("scenes.mp4", "--count", "1", "--size", size) == 0, run.Errors);
        Assert.Equal(expected, run.SizeOf("0000000001.jpg"));
    }

    [Theory]
    [InlineData("jpeg", "jpg", "mjpeg")]
    [InlineData("png", "png", "png")]
    [InlineData("webp", "webp", "webp")]
    public void Files_are_of_the_kind_asked_for(string format, string extension, string codec)
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        Assert.True(run.Play("vfr-odd.mkv", "--count", "1", "--format", format) == 0, run.Errors);
        Assert.Equal([$"0000000001.{extension}"], run.Files);
        Assert.Equal(codec, FFmpeg.Probe("-show_entries", "stream=codec_name", "-of", "csv=p=0", Path.Combine(run.Folder, run.Files[0])).Trim());
    }

    [Fact]
    public void Lower_quality_is_smaller()
    {
        using ThumbnailRun run = new();
        Assert.Equal(0, run.Play("scenes.mp4", "--count", "1", "--quality", "95"));
        long good = new FileInfo(Path.Combine(run.Folder, "0000000001.jpg")).Length;
        Assert.Equal(0, run.Play("scenes.mp4", "--count", "1", "--quality", "20"));
        Assert.True(new FileInfo(Path.Combine(run.Folder, "0000000001.jpg")).Length < good / 2);
    }

    internal static double Psnr(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double sum = 0;
        for (int index = 0; index < expected.Length; index++)
        {
            double difference = expected[index] - actual[index];
            sum += difference * difference;
        }

        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255 * 255 / (sum / expected.Length));
    }
}
