using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Colour;
using FrameRing.Media.Scaling;

namespace FrameRing.Media.Tests;

public class UntaggedColourTests
{
    [Theory]
    [InlineData(720, 576, ColourMatrix.Unspecified, ColourMatrix.Smpte170M)]
    [InlineData(1280, 720, ColourMatrix.Unspecified, ColourMatrix.Bt709)]
    [InlineData(720, 1280, ColourMatrix.Unspecified, ColourMatrix.Bt709)]
    [InlineData(1920, 1080, ColourMatrix.Bt470Bg, ColourMatrix.Bt470Bg)]
    public void What_a_frame_says_holds_and_else_its_size(int width, int height, ColourMatrix told, ColourMatrix expected) =>
        Assert.Equal(expected, UntaggedColour.MatrixOf(new FrameMetadata { Crop = new CropRectangle(0, 0, width, height), Matrix = told }));

    [Theory]
    [InlineData(3, ColourPrimaries.Unspecified, ColourTransfer.Unspecified, ColourMatrix.Bt709)]
    [InlineData(11, ColourPrimaries.Unspecified, ColourTransfer.Unspecified, ColourMatrix.Bt709)]
    [InlineData(14, ColourPrimaries.Unspecified, ColourTransfer.Unspecified, ColourMatrix.Bt709)]
    [InlineData(255, ColourPrimaries.Unspecified, ColourTransfer.Unspecified, ColourMatrix.Bt709)]
    [InlineData(8, ColourPrimaries.Bt709, ColourTransfer.Unspecified, ColourMatrix.YCgCo)]
    [InlineData(10, ColourPrimaries.Bt2020, ColourTransfer.Unspecified, ColourMatrix.Bt2020Constant)]
    [InlineData(12, ColourPrimaries.Unspecified, ColourTransfer.Unspecified, ColourMatrix.Bt709)]
    [InlineData(12, ColourPrimaries.Smpte170M, ColourTransfer.Unspecified, ColourMatrix.Smpte170M)]
    [InlineData(13, ColourPrimaries.Bt2020, ColourTransfer.Unspecified, ColourMatrix.Bt2020NonConstant)]
    [InlineData(2, ColourPrimaries.Bt2020, ColourTransfer.Unspecified, ColourMatrix.Bt2020NonConstant)]
    [InlineData(2, ColourPrimaries.Unspecified, ColourTransfer.Smpte2084, ColourMatrix.Bt2020NonConstant)]
    [InlineData(14, ColourPrimaries.Unspecified, ColourTransfer.HybridLogGamma, ColourMatrix.Bt2020NonConstant)]
    public void A_code_without_a_matrix_is_one_that_was_not_told(byte told, ColourPrimaries primaries, ColourTransfer transfer, ColourMatrix expected) =>
        Assert.Equal(expected, UntaggedColour.MatrixOf(new FrameMetadata
        {
            Crop = new CropRectangle(0, 0, 1920, 1080),
            Matrix = (ColourMatrix)told,
            Primaries = primaries,
            Transfer = transfer,
        }));

    [Theory]
    [InlineData(0, "1920x1080")]
    [InlineData(90, "1080x1920")]
    public void Rotation_exchanges_the_sides(short rotation, string expected) =>
        Assert.Equal(expected, DisplayShape.Of(new FrameMetadata
        {
            Crop = new CropRectangle(0, 0, 1440, 1080),
            SampleAspectRatio = new Rational(4, 3),
            Rotation = rotation,
        }).ToString());
}
