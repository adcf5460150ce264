using FrameRing.Formats;
using FrameRing.Media.Errors;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;

namespace FrameRing.Media.Tests;

/// <summary>A colour stays the same however much smaller the picture is, for every matrix and range.</summary>
public class RatioTests
{
    private const int Tolerance = 2;

    private static readonly (int R, int G, int B)[] s_colours = [(200, 30, 30), (30, 200, 60), (40, 50, 210), (255, 255, 255), (90, 90, 90)];

    // libswscale splits a reduction by more than 42 in two by itself.
    private static readonly string[] s_sizes = ["1920x1080", "320x180", "60x34", "47x27", "44x24", "40x23", "20x11", "7x4", "1x1", "40x540", "960x20", "2000x10"];

    static RatioTests() => FFmpegMessages.Silence();

    public static TheoryData<ColourMatrix, double, double, ColourRange> Matrices
    {
        get
        {
            TheoryData<ColourMatrix, double, double, ColourRange> data = [];
            foreach (ColourRange range in new[] { ColourRange.Limited, ColourRange.Full })
            {
                data.Add(ColourMatrix.Bt709, 0.2126, 0.0722, range);
                data.Add(ColourMatrix.Fcc, 0.30, 0.11, range);
                data.Add(ColourMatrix.Bt470Bg, 0.299, 0.114, range);
                data.Add(ColourMatrix.Smpte170M, 0.299, 0.114, range);
                data.Add(ColourMatrix.Smpte240M, 0.212, 0.087, range);
                data.Add(ColourMatrix.Bt2020NonConstant, 0.2627, 0.0593, range);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Every_ratio_keeps_the_colours_of_8_bits(ColourMatrix matrix, double kr, double kb, ColourRange range) =>
        Check("yuv420p", matrix, kr, kb, range);

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Every_ratio_keeps_the_colours_of_10_bits(ColourMatrix matrix, double kr, double kb, ColourRange range) =>
        Check("yuv420p10le", matrix, kr, kb, range);

    [Theory]
    [InlineData(7680, 4320, "160x90")]
    [InlineData(3840, 2160, "90x51")]
    [InlineData(3840, 2160, "60x34")]
    [InlineData(16, 8192, "16x20")]
    [InlineData(32768, 16, "1x1")]
    public void Large_frames_keep_their_colours(int width, int height, string size)
    {
        using SolidFrames frames = new("yuv420p", width, height);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        using Picture picture = new(SizeOf(size));
        foreach ((int R, int G, int B) colour in s_colours)
        {
            scaler.Scale(frames.Yuv(SolidFrames.Code(colour, 0.2126, 0.0722, false), metadata => metadata with { Matrix = ColourMatrix.Bt709 }), picture);
            Compare(colour, picture, size);
        }
    }

    [Theory]
    [InlineData("rgb24", new byte[] { 200, 30, 31 })]
    [InlineData("bgr24", new byte[] { 31, 30, 200 })]
    [InlineData("rgb0", new byte[] { 200, 30, 31, 0 })]
    [InlineData("bgra", new byte[] { 31, 30, 200, 255 })]
    [InlineData("rgb48le", new byte[] { 200, 200, 30, 30, 31, 31 })]
    public void Every_ratio_keeps_red_green_and_blue(string format, byte[] pixel)
    {
        foreach (ColourMatrix matrix in new[] { ColourMatrix.Rgb, ColourMatrix.Unspecified })
        {
            using SolidFrames frames = new(format, 1920, 1080);
            using FrameScaler scaler = new(ScalingQuality.Fine);
            foreach (string size in s_sizes)
            {
                using Picture picture = new(SizeOf(size));
                scaler.Scale(frames.Repeat(pixel, metadata => metadata with { Matrix = matrix, Range = ColourRange.Full }), picture);
                Compare((200, 30, 31), picture, $"{format} {size} {matrix}");
            }
        }
    }

    [Theory]
    [InlineData(ColourRange.Full, 77, 77)]
    [InlineData(ColourRange.Unspecified, 77, 77)]
    public void Every_ratio_keeps_grey(ColourRange range, byte code, int expected)
    {
        using SolidFrames frames = new("gray", 1920, 1080);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        foreach (string size in s_sizes)
        {
            using Picture picture = new(SizeOf(size));
            scaler.Scale(frames.Repeat([code], metadata => metadata with { Range = range }), picture);
            Compare((expected, expected, expected), picture, size);
        }
    }

    [Theory]
    [InlineData(ColourRange.Limited)]
    [InlineData(ColourRange.Full)]
    public void YCgCo_is_known(ColourRange range)
    {
        using SolidFrames frames = new("yuv444p", 640, 480);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        foreach ((int R, int G, int B) colour in s_colours)
        {
            bool isFull = range == ColourRange.Full;
            double luma = ((colour.R + colour.B) / 4.0) + (colour.G / 2.0);
            double green = (colour.G / 2.0) - ((colour.R + colour.B) / 4.0);
            double orange = (colour.R - colour.B) / 2.0;
            (double, double, double) code = isFull
                ? (luma, 128 + green, 128 + orange)
                : (16 + (luma * 219 / 255), 128 + (green * 224 / 255), 128 + (orange * 224 / 255));
            foreach (string size in new[] { "640x480", "100x75", "8x6" })
            {
                using Picture picture = new(SizeOf(size));
                scaler.Scale(frames.Yuv(code, metadata => metadata with { Matrix = ColourMatrix.YCgCo, Range = range }), picture);
                Compare(colour, picture, size);
            }
        }
    }

    private static void Check(string format, ColourMatrix matrix, double kr, double kb, ColourRange range)
    {
        using SolidFrames frames = new(format, 1920, 1080);
        using FrameScaler scaler = new(ScalingQuality.Fine);
        foreach (string size in s_sizes)
        {
            using Picture picture = new(SizeOf(size));
            foreach ((int R, int G, int B) colour in s_colours)
            {
                (double, double, double) code = SolidFrames.Code(colour, kr, kb, range == ColourRange.Full);
                scaler.Scale(frames.Yuv(code, metadata => metadata with { Matrix = matrix, Range = range }), picture);
                Compare(colour, picture, $"{matrix} {range} {size}");
            }
        }
    }

    private static PictureSize SizeOf(string text) => new(int.Parse(text.Split('x')[0]), int.Parse(text.Split('x')[1]));

    private static void Compare((int R, int G, int B) expected, Picture picture, string what)
    {
        Assert.False(picture.HasAlpha);
        foreach ((int x, int y) in new[] { (0, 0), (picture.Size.Width / 2, picture.Size.Height / 2), (picture.Size.Width - 1, picture.Size.Height - 1) })
        {
            uint pixel = picture.Row(y)[x];
            (int r, int g, int b) = ((int)((pixel >> 16) & 0xFF), (int)((pixel >> 8) & 0xFF), (int)(pixel & 0xFF));
            int difference = Math.Max(Math.Abs(r - expected.R), Math.Max(Math.Abs(g - expected.G), Math.Abs(b - expected.B)));
            Assert.True(difference <= Tolerance, $"{what}: {expected} became {(r, g, b)} at {x},{y}");
        }
    }
}
