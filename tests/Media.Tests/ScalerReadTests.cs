using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Colour;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;

namespace FrameRing.Media.Tests;

/// <summary>Once a frame is read, its slot may be overwritten: the picture is made of what was read.</summary>
public class ScalerReadTests
{
    [Theory]
    [MemberData(nameof(ScalerAllocationTests.Ways), MemberType = typeof(ScalerAllocationTests))]
    public void The_slot_is_not_looked_at_again(string format, ColourTransfer transfer, ColourMatrix matrix, int width)
    {
        using SolidFrames frames = new(format, 320, 240);
        using FrameScaler scaler = new(ScalingQuality.Fine, ToneMapping.Auto);
        using Picture expected = new(new PictureSize(width, 3));
        using Picture picture = new(new PictureSize(width, 3));
        FrameMetadata Describe(FrameMetadata metadata) => metadata with { Transfer = transfer, Matrix = matrix };
        scaler.Scale(frames.Repeat([100, 1], Describe), expected);
        scaler.Read(frames.Repeat([100, 1], Describe), picture);
        for (int slot = 0; slot < SolidFrames.Slots; slot++)
        {
            frames.Repeat([60, 2], Describe);
        }

        scaler.Finish(picture);
        Assert.Equal(expected.HasAlpha, picture.HasAlpha);
        for (int row = 0; row < 3; row++)
        {
            Assert.True(expected.Row(row).SequenceEqual(picture.Row(row)));
        }
    }
}
