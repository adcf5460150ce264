using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Pictures;

namespace FrameRing.Media.Tests;

public class PictureTests
{
    private static readonly PictureSize s_size = new(3, 2);

    // 1 2 3
    // 4 5 6
    [Theory]
    [InlineData(0, 0, new uint[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(0, 90, new uint[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(0, 180, new uint[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(0, 270, new uint[] { 3, 6, 2, 5, 1, 4 })]
    [InlineData(1, 0, new uint[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(1, 90, new uint[] { 6, 3, 5, 2, 4, 1 })]
    [InlineData(1, 180, new uint[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(1, 270, new uint[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(2, 45, new uint[] { 1, 2, 3, 4, 5, 6 })]
    public void A_picture_is_mirrored_and_then_turned_clockwise(byte mirroring, short degrees, uint[] expected)
    {
        FrameMetadata frame = new() { Mirroring = (Mirroring)mirroring, Rotation = degrees };
        Assert.Equal(mirroring == 1 || degrees is 90 or 180 or 270, Upright.IsNeeded(frame));
        using Picture source = new(s_size);
        for (int index = 0; index < 6; index++)
        {
            source.Row(index / 3)[index % 3] = (uint)index + 1;
        }

        using Picture target = new(degrees is 90 or 270 ? s_size.Turned : s_size);
        Upright.Apply(source, frame, target);
        Assert.Equal(expected, Enumerable.Range(0, target.Size.Height).SelectMany(y => target.Row(y).ToArray()));
    }

    // Larger than a block, and no multiple of one.
    [Theory]
    [InlineData(90, true)]
    [InlineData(90, false)]
    [InlineData(180, true)]
    [InlineData(270, true)]
    [InlineData(270, false)]
    public void Each_pixel_of_a_large_picture_finds_its_place(short degrees, bool isMirrored)
    {
        PictureSize size = new(101, 67);
        using Picture source = new(size);
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                source.Row(y)[x] = (uint)((y << 16) | x);
            }
        }

        using Picture target = new(degrees == 180 ? size : size.Turned);
        Upright.Apply(source, new FrameMetadata { Mirroring = isMirrored ? Mirroring.LeftRight : Mirroring.None, Rotation = degrees }, target);
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                int mirrored = isMirrored ? size.Width - 1 - x : x;
                (int column, int row) = degrees switch
                {
                    90 => (size.Height - 1 - y, mirrored),
                    180 => (size.Width - 1 - mirrored, size.Height - 1 - y),
                    _ => (y, size.Width - 1 - mirrored),
                };
                Assert.Equal((uint)((y << 16) | x), target.Row(row)[column]);
            }
        }
    }

    [Theory]
    [InlineData(0x00000000, 100, true)]
    [InlineData(0x00101010, 100, true)]
    [InlineData(0x00282828, 100, false)]
    [InlineData(0x00FFFFFF, 99, true)]
    [InlineData(0x00FFFFFF, 97, false)]
    public void Black_is_dark_nearly_everywhere(uint colour, int blackPixels, bool isBlack)
    {
        using Picture picture = new(new PictureSize(10, 10));
        for (int index = 0; index < 100; index++)
        {
            picture.Row(index / 10)[index % 10] = blackPixels == 100 || index >= blackPixels ? colour : 0;
        }

        Assert.Equal(isBlack, PictureStatistics.IsBlack(picture));
    }

    [Fact]
    public void A_disposed_picture_gives_no_memory()
    {
        Picture picture = new(s_size);
        picture.Dispose();
        picture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => picture.Row(0).Length);
    }
}
