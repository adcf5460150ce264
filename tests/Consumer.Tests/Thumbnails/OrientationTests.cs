namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>Pictures are mirrored and turned as ffmpeg does it: by a file's matrix, the EXIF tag of a JPEG, the messages of H.264 and HEVC.</summary>
public sealed class OrientationTests : IDisposable
{
    private const int One = 1 << 16;

    // A picture the wrong way round has about 10 dB.
    private const double LeastDecibel = 35;

    private readonly ThumbnailRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_jpeg_is_shown_as_its_exif_tag_says(int orientation)
    {
        FFmpeg.Require();
        string plain = Make("plain.jpg", "-f", "lavfi", "-i", "testsrc2=size=320x176", "-frames:v", "1", "-q:v", "2");
        AssertAsFFmpeg(Write("oriented.jpg", OrientedFiles.WithExif(File.ReadAllBytes(plain), orientation)), orientation >= 5 ? "176x320" : "320x176");
    }

    [Theory]
    [InlineData(1, 0, 0, 1, "640x360")]
    [InlineData(-1, 0, 0, 1, "640x360")]
    [InlineData(-1, 0, 0, -1, "640x360")]
    [InlineData(1, 0, 0, -1, "640x360")]
    [InlineData(0, 1, 1, 0, "360x640")]
    [InlineData(0, 1, -1, 0, "360x640")]
    [InlineData(0, -1, -1, 0, "360x640")]
    [InlineData(0, -1, 1, 0, "360x640")]
    public void A_file_is_shown_as_its_matrix_says(int a, int b, int c, int d, string size)
    {
        FFmpeg.Require();
        byte[] clip = File.ReadAllBytes(Tool.PathOf("samples", "media", "rotated.mp4"));
        AssertAsFFmpeg(Write("oriented.mp4", OrientedFiles.WithMatrix(clip, a * One, b * One, c * One, d * One)), size);
    }

    [Theory]
    [InlineData("rotate=90", "360x640")]
    [InlineData("rotate=180", "640x360")]
    [InlineData("flip=horizontal", "640x360")]
    [InlineData("rotate=90:flip=vertical", "360x640")]
    public void A_stream_of_h264_is_shown_as_its_message_says(string orientation, string size)
    {
        FFmpeg.Require();
        AssertAsFFmpeg(H264("oriented.h264", orientation, "50"), size);
    }

    [Fact]
    public void A_stream_of_hevc_is_shown_as_its_message_says()
    {
        FFmpeg.Require();
        string plain = Make("plain.hevc", "-i", Tool.PathOf("samples", "media", "hevc-10bit.mp4"), "-c", "copy", "-bsf:v", "hevc_mp4toannexb");
        byte[] stream = File.ReadAllBytes(plain);
        int slice = 0;
        while (!(stream.AsSpan(slice).StartsWith("\0\0\x1"u8) && ((stream[slice + 3] >> 1) & 63) is >= 16 and <= 21))
        {
            slice++;
        }

        AssertAsFFmpeg(Write("oriented.hevc", [.. stream[..slice], .. OrientedFiles.HevcQuarterTurn, .. stream[slice..]]), "360x640");
    }

    [Fact]
    public void A_change_in_mid_stream_counts_from_its_frame_on()
    {
        FFmpeg.Require();
        string[] parts = [H264("turned.h264", "rotate=90", "4"), H264("plain.h264", "rotate=0", "4"), H264("mirrored.h264", "flip=horizontal", "4")];
        string whole = Write("whole.h264", [.. parts.SelectMany(File.ReadAllBytes)]);
        Assert.True(_run.Play(whole, "--nth", "1", "--size", "0", "--format", "png") == 0, _run.Errors);
        string[] pictures = [.. _run.Files.Where(name => name.EndsWith(".png", StringComparison.Ordinal))];
        Assert.Equal([.. Enumerable.Repeat("360x640", 4), .. Enumerable.Repeat("640x360", 8)], pictures.Select(_run.SizeOf));
        for (int part = 0; part < parts.Length; part++)
        {
            double decibel = LookTests.Psnr(Shown(parts[part]), _run.Pixels(pictures[4 * part]));
            Assert.True(decibel >= LeastDecibel, $"{parts[part]}: only {decibel:0.0} dB");
        }
    }

    [Fact]
    public void Sheets_and_sprites_are_of_the_pictures_as_they_are_shown()
    {
        FFmpeg.Require();
        byte[] clip = File.ReadAllBytes(Tool.PathOf("samples", "media", "rotated.mp4"));
        string file = Write("oriented.mp4", OrientedFiles.WithMatrix(clip, 0, One, One, 0));
        Assert.True(_run.Play(file, "--count", "1", "--size", "0", "--format", "png", "--sprites", "1x1", "--sheet", "1x1") == 0, _run.Errors);
        string sprite = Assert.Single(_run.Files, name => name.StartsWith("sprite", StringComparison.Ordinal) && name.EndsWith(".png", StringComparison.Ordinal));
        Assert.Equal("360x640", _run.SizeOf(sprite));
        Assert.True(LookTests.Psnr(Shown(file), _run.Pixels(sprite)) >= LeastDecibel);
        Assert.Single(_run.Files, name => name.StartsWith("sheet", StringComparison.Ordinal));
    }

    private void AssertAsFFmpeg(string file, string size)
    {
        Assert.True(_run.Play(file, "--count", "1", "--size", "0", "--format", "png", "--tonemap", "off") == 0, _run.Errors);
        Assert.Equal(size, _run.SizeOf("0000000001.png"));
        double decibel = LookTests.Psnr(Shown(file), _run.Pixels("0000000001.png"));
        Assert.True(decibel >= LeastDecibel, $"{Path.GetFileName(file)}: only {decibel:0.0} dB");
    }

    private static byte[] Shown(string file) =>
        FFmpeg.Run("-i", file, "-frames:v", "1", "-vf", "scale=flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24", "-f", "rawvideo", "-");

    private string H264(string name, string orientation, string frames) => Make(
        name, "-i", Tool.PathOf("samples", "media", "rotated.mp4"), "-frames:v", frames, "-c", "copy",
        "-bsf:v", $"h264_mp4toannexb,h264_metadata=display_orientation=insert:{orientation}");

    private string Make(string name, params string[] arguments)
    {
        string path = Path.Combine(_run.Folder, name);
        FFmpeg.Run([.. arguments, path]);
        return path;
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_run.Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
