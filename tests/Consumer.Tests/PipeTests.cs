using System.Diagnostics;
using System.Security.Cryptography;
using FrameRing.Formats;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests;

public sealed class PipeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData("yuv420p")]
    [InlineData("yuv422p")]
    [InlineData("yuv444p")]
    [InlineData("yuv411p")]
    [InlineData("yuva444p")]
    [InlineData("yuv420p10le")]
    [InlineData("yuv422p12le")]
    [InlineData("yuv444p16le")]
    [InlineData("gray")]
    [InlineData("gray10le")]
    public void What_y4m_carries_ffmpeg_reads_back(string name)
    {
        FFmpeg.Require();
        string ring = Tool.NewRing();
        string file = Path.Combine(_folder.FullName, "out.y4m");
        (Picture picture, byte[] packed) = Noise(name);
        using FrameRingWriter writer = picture.CreateRing(ring, 4);
        picture.Publish(writer, packed, picture.Describe());
        using Tool tool = new("consumer", "pipe", ring, "-n", "1", "-o", file, "-q");
        Assert.Equal((0, string.Empty, string.Empty), tool.Finish());
        Assert.Equal($"162,122,1:1,{name},25/1", FFmpeg.Probe("-show_entries", "stream=width,height,pix_fmt,r_frame_rate,sample_aspect_ratio", "-of", "csv=p=0", file).Trim());
        Assert.Equal(packed, FFmpeg.Run("-i", file, "-f", "rawvideo", "-"));
    }

    [Theory]
    [InlineData("nv12")]
    [InlineData("rgb24")]
    [InlineData("yuyv422")]
    public void What_y4m_cannot_carry_rawvideo_can(string name)
    {
        string ring = Tool.NewRing();
        string file = Path.Combine(_folder.FullName, "out.raw");
        (Picture picture, byte[] packed) = Noise(name);
        using FrameRingWriter writer = picture.CreateRing(ring, 4);
        picture.Publish(writer, packed, picture.Describe());
        using Tool refused = new("consumer", "pipe", ring, "-n", "1", "-o", file);
        (int code, _, string errors) = refused.Finish();
        Assert.Equal(1, code);
        Assert.Contains(name, errors);
        Assert.Contains("--format rawvideo", errors);
        using Tool taken = new("consumer", "pipe", ring, "-n", "1", "-o", file, "--format", "rawvideo", "-q");
        Assert.Equal((0, string.Empty, string.Empty), taken.Finish());
        Assert.Equal(packed, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_change_of_size_needs_the_users_consent()
    {
        string ring = Tool.NewRing();
        string file = Path.Combine(_folder.FullName, "out.raw");
        Picture large = new(PixelFormats.Yu12, 162, 122);
        Picture small = new(PixelFormats.Yu12, 64, 32);
        using FrameRingWriter writer = large.CreateRing(ring, 4);
        large.Publish(writer, new byte[large.PackedSize], large.Describe());
        small.Publish(writer, new byte[small.PackedSize], small.Describe());
        using Tool y4m = new("consumer", "pipe", ring, "--start", "oldest", "-n", "2", "-o", file);
        AssertRefused(y4m, "162x122");
        using Tool raw = new("consumer", "pipe", ring, "--start", "oldest", "-n", "2", "-o", file, "--format", "rawvideo");
        AssertRefused(raw, "--allow-size-change");
        using Tool allowed = new("consumer", "pipe", ring, "--start", "oldest", "-n", "2", "-o", file, "--format", "rawvideo", "--allow-size-change");
        Assert.Equal(0, allowed.Finish().Code);
        Assert.Equal(large.PackedSize + small.PackedSize, new FileInfo(file).Length);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("framemd5")]
    public void A_reader_that_goes_away_is_a_clean_end(string command)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@120", "--ring", ring, "-q");
        AssertEndsWithItsReader($"'{Tool.Locate("consumer")}' {command} {ring} | head -c 1000 | wc -c");
        string fifo = Path.Combine(_folder.FullName, "fifo");
        AssertEndsWithItsReader($"mkfifo {fifo}; head -c 1000 {fifo} | wc -c & '{Tool.Locate("consumer")}' {command} {ring} -o {fifo} && wait");
        producer.Signal("TERM");
        Assert.Equal(0, producer.Finish().Code);
    }

    [Fact]
    public void What_two_runs_write_into_one_file_comes_one_behind_the_other()
    {
        string ring = Tool.NewRing();
        (Picture picture, byte[] packed) = Noise("nv12");
        using FrameRingWriter writer = picture.CreateRing(ring, 4);
        picture.Publish(writer, packed, picture.Describe());
        string file = Path.Combine(_folder.FullName, "both.raw");
        string run = $"'{Tool.Locate("consumer")}' pipe {ring} -n 1 -q --format rawvideo";
        Shell($"({run}; {run}) > {file}");
        Assert.Equal([.. packed, .. packed], File.ReadAllBytes(file));
    }

    private static void AssertEndsWithItsReader(string script) => Assert.Equal("1000", Shell($"set -o pipefail; {script}").Trim());

    private static string Shell(string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using Timer watchdog = new(_ => shell.Kill(true), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, $"{shell.ExitCode}: {output} {errors.Result}");
        return output;
    }

    private static (Picture Picture, byte[] Packed) Noise(string name)
    {
        Assert.True(PixelFormats.TryParse(name, out PixelFormat? format));
        Picture picture = new(format, 162, 122);
        return (picture, RandomNumberGenerator.GetBytes((int)picture.PackedSize));
    }

    private static void AssertRefused(Tool tool, string part)
    {
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.Contains(part, errors);
    }
}
