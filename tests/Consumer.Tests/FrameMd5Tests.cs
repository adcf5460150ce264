using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests;

public sealed class FrameMd5Tests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    // Ways a file's times go; the picture is the same.
    public static TheoryData<string, string[]> Clips => new()
    {
        { "cfr.mp4", ["-r", "30000/1001", "-c:v", "libx264", "-bf", "2", "-pix_fmt", "yuv420p"] },
        { "vfr.mp4", ["-vf", "select='not(eq(mod(n,3),1))'", "-vsync", "vfr", "-c:v", "libx264", "-bf", "0", "-pix_fmt", "yuv420p"] },
        { "vfr-bframes.mp4", ["-vf", "select='not(eq(mod(n,3),1))'", "-vsync", "vfr", "-c:v", "libx264", "-bf", "2", "-pix_fmt", "yuv420p"] },
        { "uneven.mkv", ["-vf", "settb=1/1000,setpts='N*40+25*mod(N*7,5)/4'", "-vsync", "passthrough", "-enc_time_base", "1/1000", "-c:v", "libx264", "-bf", "0", "-pix_fmt", "yuv420p"] },
        { "gaps.webm", ["-vf", "setpts='PTS+floor(N/5)*3/25/TB'", "-vsync", "vfr", "-c:v", "libvpx", "-pix_fmt", "yuv420p"] },
        { "late.mp4", ["-f", "lavfi", "-i", "sine=d=1.2", "-filter_complex", "[0:v]setpts=PTS+0.2/TB[v]", "-map", "[v]", "-map", "1:a", "-vsync", "passthrough", "-c:v", "libx264", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac"] },
        { "aspect.mp4", ["-vf", "setsar=4/3", "-c:v", "libx264", "-pix_fmt", "yuv420p"] },
    };

    [Theory]
    [MemberData(nameof(Clips))]
    public void The_whole_output_is_ffmpegs_for_any_timing(string name, string[] encode)
    {
        FFmpeg.Require();
        string clip = Path.Combine(_folder.FullName, name);
        FFmpeg.Run(["-f", "lavfi", "-i", "testsrc2=s=162x122:r=25:d=1", .. encode, clip]);
        byte[] raw = FFmpeg.Run("-i", clip, "-map", "0:v", "-vsync", "passthrough", "-f", "rawvideo", "-");
        string[][] frames = [.. Rows(FFmpeg.Probe("-select_streams", "v", "-show_entries", "frame=pts,pkt_duration", "-of", "csv=p=0", clip)).Select(row => row.Split(','))];
        string[] stream = Rows(FFmpeg.Probe("-select_streams", "v", "-show_entries", "stream=sample_aspect_ratio,r_frame_rate,time_base", "-of", "csv=p=0", clip))[0].Split(',');
        Picture picture = new(PixelFormats.Yu12, 162, 122);
        Assert.Equal(frames.Length * picture.PackedSize, raw.Length);

        string ring = Tool.NewRing();
        using FrameRingWriter writer = picture.CreateRing(ring, frames.Length + 2);
        for (int i = 0; i < frames.Length; i++)
        {
            FrameMetadata metadata = picture.Describe();
            metadata.Pts = long.Parse(frames[i][0], CultureInfo.InvariantCulture);
            metadata.Duration = long.Parse(frames[i][1], CultureInfo.InvariantCulture);
            metadata.SampleAspectRatio = Ratio(stream[0]);
            metadata.FrameRate = Ratio(stream[1]);
            metadata.TimeBase = Ratio(stream[2]);
            picture.Publish(writer, raw.AsSpan((int)(i * picture.PackedSize), (int)picture.PackedSize), metadata);
        }

        Assert.Equal(Theirs("-i", clip, "-map", "0:v"), Run(ring, frames.Length, "vfr"));
        Assert.Equal(Theirs("-i", clip, "-map", "0:v", "-vsync", "passthrough"), Run(ring, frames.Length, "passthrough"));
    }

    // Odd sizes, so that chroma is rounded up, and padding all around.
    [Theory]
    [InlineData("yuv420p")]
    [InlineData("yuv422p")]
    [InlineData("yuv444p")]
    [InlineData("yuv411p")]
    [InlineData("yuv420p10le")]
    [InlineData("yuv422p10le")]
    [InlineData("yuva420p")]
    [InlineData("nv12")]
    [InlineData("nv16")]
    [InlineData("p010le")]
    [InlineData("yuyv422")]
    [InlineData("uyvy422")]
    [InlineData("rgb24")]
    [InlineData("bgra")]
    [InlineData("gbrp")]
    [InlineData("gray")]
    [InlineData("gray16le")]
    public void The_hash_is_that_of_the_visible_picture(string name)
    {
        FFmpeg.Require();
        bool isPacked422 = name is "yuyv422" or "uyvy422";
        (int width, int height) = (isPacked422 ? 162 : 161, 121);
        Assert.True(PixelFormats.TryParse(name, out PixelFormat? format));
        const int count = 5;
        Picture picture = new(format, width, height);
        byte[] raw = RandomNumberGenerator.GetBytes((int)(count * picture.PackedSize));
        string file = Path.Combine(_folder.FullName, "noise.raw");
        File.WriteAllBytes(file, raw);
        string ring = Tool.NewRing();
        using FrameRingWriter writer = picture.CreateRing(ring, 8);
        for (int i = 0; i < count; i++)
        {
            picture.Publish(writer, raw.AsSpan((int)(i * picture.PackedSize), (int)picture.PackedSize), picture.Describe());
        }

        // ffmpeg's rawvideo knows no aspect ratio, so that line and the header differ by it alone.
        string theirs = Theirs("-f", "rawvideo", "-pix_fmt", name, "-video_size", $"{width}x{height}", "-framerate", "25", "-i", file);
        Assert.Equal(theirs.Replace("#sar 0: 0/1", "#sar 0: 1/1", StringComparison.Ordinal), Run(ring, count, "vfr"));
    }

    [Fact]
    public void The_software_line_says_what_was_asked_for()
    {
        string ring = Tool.NewRing();
        Picture picture = new(PixelFormats.Yu12, 32, 32);
        using FrameRingWriter writer = picture.CreateRing(ring, 4);
        picture.Publish(writer, new byte[picture.PackedSize], picture.Describe());
        using Tool tool = new("consumer", "framemd5", ring, "-n", "1", "--software", "Lavf59.27.100");
        Assert.Contains("#software: Lavf59.27.100\n", tool.Finish().Output);
    }

    private static string Run(string ring, int frames, string sync)
    {
        using Tool tool = new("consumer", "framemd5", ring, "-n", frames.ToString(CultureInfo.InvariantCulture), "--vsync", sync, "--strict", "--timeout", "20");
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return WithoutSoftware(output);
    }

    private static string Theirs(params string[] input) => WithoutSoftware(Encoding.ASCII.GetString(FFmpeg.Run([.. input, "-f", "framemd5", "-"])));

    private static string WithoutSoftware(string text) => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("#software", StringComparison.Ordinal)));

    private static string[] Rows(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Rational Ratio(string text)
    {
        string[] parts = text.Split(':', '/');
        return new Rational(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
