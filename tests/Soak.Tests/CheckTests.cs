using System.Globalization;
using System.Text;
using FrameRing.Soak.Tests.Checks;

namespace FrameRing.Soak.Tests;

/// <summary>The control of the checks: what must not pass does not.</summary>
public class CheckTests
{
    private const int Width = 64;
    private const int Height = 32;
    private static readonly PatternPicture s_picture = new(Width, Height);

    [Theory]
    [InlineData("0 1 2", true, null)]
    [InlineData("7 8 10", false, null)]
    [InlineData("0 1 3", true, "frame 3 came after frame 1")]
    [InlineData("7 8 8", false, "frame 8 came after frame 8")]
    public void Numbers_rise(string numbers, bool isGapless, string? fault)
    {
        HashCheck check = new(s_picture, isGapless, 1);
        IEnumerable<string> lines = numbers.Split(' ').Select(number => $"0, {number}, {number}, 1, {s_picture.Size}, {s_picture.Hash(uint.Parse(number, CultureInfo.InvariantCulture))}");
        check.Read(Stream($"#header\n{string.Join('\n', lines)}\n"));
        Assert.Equal(fault, check.Fault);
        Assert.Equal(3, check.Progress);
    }

    [Fact]
    public void A_wrong_hash_is_found()
    {
        HashCheck check = new(s_picture, true, 1);
        check.Read(Stream($"0, 0, 0, 1, {s_picture.Size}, {s_picture.Hash(1)}\n"));
        Assert.Contains("not that of its picture", check.Fault);
    }

    [Theory]
    [InlineData(5u, 5u, true)]
    [InlineData(5u, 6u, false)]
    [InlineData(5u, 69u, true)] // the ramps are the same after 64 frames, and the blocks are whole
    public void A_torn_picture_is_found(uint upper, uint lower, bool isWhole)
    {
        byte[] picture = [.. s_picture.Paint(upper)[..(Width * Height / 2)], .. s_picture.Paint(lower)[(Width * Height / 2)..]];
        PictureCheck check = new(s_picture);
        check.Read(new MemoryStream(picture));
        Assert.Equal(isWhole, check.Fault is null);
        Assert.Equal(1, check.Progress);
    }

    [Fact]
    public void Half_a_picture_is_found()
    {
        PictureCheck check = new(s_picture);
        check.Read(new MemoryStream(s_picture.Paint(5)[..(Width * Height / 2)]));
        Assert.Contains("ends after", check.Fault);
    }

    [Fact]
    public void A_thumbnail_that_is_cut_off_is_found()
    {
        string file = Path.GetTempFileName();
        try
        {
            NewestPictureCheck check = new(file);
            File.WriteAllBytes(file, [0xFF, 0xD8, 1, 2, 0xFF, 0xD9]);
            Assert.True(check.Progress > 0);
            Assert.Null(check.Fault);
            File.WriteAllBytes(file, [0xFF, 0xD8, 1, 2]);
            Assert.True(check.Progress > 0);
            Assert.NotNull(check.Fault);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static MemoryStream Stream(string text) => new(Encoding.ASCII.GetBytes(text));
}
