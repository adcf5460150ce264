using FrameRing.Formats;
using FrameRing.Producer.Decoding;
using FrameRing.Producer.Sources.Files;
using FrameRing.Testing;

namespace FrameRing.Producer.Tests.Decoding;

/// <summary>Mirroring and rotation of frames, from what matrices and messages say. consumer thumbnails is compared with ffmpeg elsewhere.</summary>
public class OrientationTests
{
    private const int One = 1 << 16;
    private const int Root = 46341;

    [Theory]
    [InlineData(One, 0, 0, One, 0, 0)]
    [InlineData(-One, 0, 0, One, 1, 0)]
    [InlineData(-One, 0, 0, -One, 0, 180)]
    [InlineData(One, 0, 0, -One, 1, 180)]
    [InlineData(0, One, One, 0, 1, 270)]
    [InlineData(0, One, -One, 0, 0, 90)]
    [InlineData(0, -One, -One, 0, 1, 90)]
    [InlineData(0, -One, One, 0, 0, 270)]
    public void A_matrix_that_only_turns_and_mirrors_is_taken_as_it_is(int a, int b, int c, int d, byte mirroring, short rotation) =>
        Assert.Equal(new Orientation((Mirroring)mirroring, rotation), OfMatrix(a, b, c, d));

    // Scaled, turned by 1, 44, 45, 46 and 135 degrees, slanted, and flattened to a line or a point.
    [Theory]
    [InlineData(2 * One, 0, 0, One / 3, 0, 0)]
    [InlineData(0, 3 * One, -One / 2, 0, 0, 90)]
    [InlineData(-One, 0, 0, 5 * One, 1, 0)]
    [InlineData(65526, 1144, -1144, 65526, 0, 0)]
    [InlineData(47142, 45525, -45525, 47142, 0, 0)]
    [InlineData(Root, Root, -Root, Root, 0, 0)]
    [InlineData(45525, 47142, -47142, 45525, 0, 90)]
    [InlineData(-Root, Root, -Root, -Root, 0, 180)]
    [InlineData(-Root, -Root, Root, -Root, 0, 180)]
    [InlineData(-Root, Root, Root, Root, 1, 0)]
    [InlineData(One, One / 4, 0, One, 0, 0)]
    [InlineData(int.MinValue, int.MinValue, int.MaxValue, int.MinValue, 0, 180)]
    [InlineData(One, One, One, One, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, -One, 0, 0)]
    public void Any_other_matrix_is_rounded(int a, int b, int c, int d, byte mirroring, short rotation) =>
        Assert.Equal(new Orientation((Mirroring)mirroring, rotation), OfMatrix(a, b, c, d));

    [Fact]
    public void A_message_of_h264_holds_until_the_next_key_frame()
    {
        Reference.SkipWithoutFFmpeg();
        using TempFolder folder = new();
        string[] parts = [H264(folder, "rotate=90"), H264(folder, "rotate=0"), H264(folder, "flip=vertical")];
        Assert.Equal(
            [.. Frames(Mirroring.None, 270), .. Frames(Mirroring.None, 0), .. Frames(Mirroring.LeftRight, 180)],
            Orientations(Join(folder, "whole.h264", parts)));
    }

    [Fact]
    public void What_comes_with_the_frames_goes_before_the_file()
    {
        Reference.SkipWithoutFFmpeg();
        using TempFolder folder = new();
        string file = folder.File("both.mp4");
        byte[] clip = File.ReadAllBytes(SourceRun.Clip("rotated.mp4"));
        File.WriteAllBytes(folder.File("file.mp4"), OrientedFiles.WithMatrix(clip, -One, 0, 0, -One));
        Reference.FFmpeg("-i", folder.File("file.mp4"), "-frames:v", "4", "-c", "copy", "-bsf:v", "h264_metadata=display_orientation=insert:flip=horizontal", file);
        Assert.Equal(Frames(Mirroring.None, 180), Orientations(folder.File("file.mp4")).Take(4));
        Assert.Equal(Frames(Mirroring.LeftRight, 0), Orientations(file));
    }

    [Fact]
    public void Each_picture_of_a_jpeg_stream_has_its_own()
    {
        Reference.SkipWithoutFFmpeg();
        using TempFolder folder = new();
        string plain = folder.File("plain.jpg");
        Reference.FFmpeg("-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "1", plain);
        byte[] picture = File.ReadAllBytes(plain);
        string file = folder.File("whole.mjpeg");
        File.WriteAllBytes(file, [.. OrientedFiles.WithExif(picture, 6), .. picture, .. OrientedFiles.WithExif(picture, 2), .. OrientedFiles.WithExif(picture, 9)]);
        Assert.Equal([new(Mirroring.None, 90), default, new(Mirroring.LeftRight, 0), default], Orientations(file));
    }

    [Fact]
    public void Files_that_say_nothing_are_shown_as_they_lie() =>
        Assert.Equal([default], Orientations(SourceRun.Clip("scenes.mp4")).Distinct());

    private static Orientation OfMatrix(int a, int b, int c, int d) => Orientation.OfMatrix([a, b, 0, c, d, 0, 0, 0, 1 << 30]);

    private static IEnumerable<Orientation> Frames(Mirroring mirroring, short rotation) => Enumerable.Repeat(new Orientation(mirroring, rotation), 4);

    private static List<Orientation> Orientations(string file)
    {
        List<Orientation> found = [];
        using SourceRun run = new(new FileSourceOptions { Input = file });
        run.PublishAll((metadata, _) => found.Add(new Orientation(metadata.Mirroring, metadata.Rotation)));
        return found;
    }

    // A key frame and three others; the message comes with the key frame alone.
    private static string H264(TempFolder folder, string orientation)
    {
        string path = folder.File($"{orientation}.h264");
        Reference.FFmpeg(
            "-i", SourceRun.Clip("rotated.mp4"), "-frames:v", "4", "-c", "copy", "-bsf:v", $"h264_mp4toannexb,h264_metadata=display_orientation=insert:{orientation}", path);
        return path;
    }

    private static string Join(TempFolder folder, string name, string[] parts)
    {
        string path = folder.File(name);
        File.WriteAllBytes(path, [.. parts.SelectMany(File.ReadAllBytes)]);
        return path;
    }
}
