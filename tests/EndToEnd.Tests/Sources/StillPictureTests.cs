using System.Globalization;

namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>Pictures without a rate: the cover of a sound file, and picture files.</summary>
public sealed class StillPictureTests : MediaFolder
{
    [Theory]
    [InlineData("x.mp3")]
    [InlineData("x.m4a")]
    [InlineData("x.flac")]
    public void A_cover_is_a_still_picture_and_comes_25_times_a_second_when_it_is_repeated(string name)
    {
        string picture = Picture("p.jpg");
        string file = Make(name, "-f", "lavfi", "-i", "sine=duration=2", "-i", picture, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic");
        (string hashes, _, string errors) = Reference.Publish(file, "--loop", "3", "--pace", "max");
        Assert.Contains($"{name}, 64x48, a still picture, ", errors);
        Assert.Equal([0, 3600, 7200, 10800], Reference.Frames(hashes).Select(line => int.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)));
        Assert.Equal(Reference.Hashes(Reference.FFmpeg("-i", file, "-an", "-f", "framemd5", "-"))[0], Reference.Hashes(hashes)[3]);
    }

    [Theory]
    [InlineData("x.png")]
    [InlineData("x.jpg")]
    [InlineData("x.webp")]
    [InlineData("x.bmp")]
    public void A_picture_file_is_a_still_picture_and_is_repeated_as_ffmpeg_does(string name)
    {
        string file = Picture(name);
        string expected = Reference.FFmpeg("-f", "image2", "-loop", "1", "-i", file, "-frames:v", "4", "-f", "framemd5", "-");
        (string hashes, _, string errors) = Reference.Publish(file, "--loop", "3", "--pace", "max");
        Assert.Contains($"{name}, 64x48, a still picture, ", errors);
        Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
    }

    private string Picture(string name) => Make(name, "-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "1", "-update", "1");
}
