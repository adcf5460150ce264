using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2.Formats;
using Tmds.Linux;

namespace FrameRing.V4L2.Tests;

/// <summary>What a device offers, what a wish becomes, and where the planes of the result lie.</summary>
public sealed class NegotiationTests
{
    private static readonly FourCC s_yuyv = FourCC.Parse("YUYV");

    [Fact]
    public void Formats_sizes_and_intervals_are_listed()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera
        {
            Formats =
            [
                new FakeFormat("YUYV", "YUYV 4:2:2") { Sizes = [FrameSizeRange.Single(640, 480), FrameSizeRange.Single(1280, 720)], Intervals = [FrameIntervalRange.Single(new Rational(1, 30))] },
                new FakeFormat("MJPG", "Motion-JPEG") { IsCompressed = true, Sizes = [new FrameSizeRange(16, 4096, 8, 16, 2160, 2, false)] },
                new FakeFormat("GREY", "8-bit Greyscale"),
            ],
        }).Open();
        Assert.Equal(["YUYV", "MJPG", "GREY"], device.GetFormats().Select(format => format.Code.ToString()));
        Assert.Equal([false, true, false], device.GetFormats().Select(format => format.IsCompressed));
        Assert.Equal([FrameSizeRange.Single(640, 480), FrameSizeRange.Single(1280, 720)], device.GetFrameSizes(s_yuyv));
        FrameSizeRange range = Assert.Single(device.GetFrameSizes(FourCC.Parse("MJPG")));
        Assert.Equal(new FrameSizeRange(16, 4096, 8, 16, 2160, 2, false), range);
        Assert.Equal((true, false), (range.Contains(640, 480), range.Contains(641, 480)));
        Assert.Empty(device.GetFrameSizes(FourCC.Parse("GREY")));
        Assert.Equal(FrameIntervalRange.Single(new Rational(1, 30)), Assert.Single(device.GetFrameIntervals(s_yuyv, 640, 480)));
        Assert.Empty(device.GetFrameIntervals(s_yuyv, 641, 480));
    }

    [Fact]
    public void A_list_without_end_ends()
    {
        FakeFormat endless = new("YUYV", "Endless") { Sizes = [.. Enumerable.Repeat(FrameSizeRange.Single(16, 16), 5000)] };
        using VideoDevice device = new FakeMachine(new FakeCamera { Formats = [endless] }).Open();
        Assert.Equal(4096, device.GetFrameSizes(s_yuyv).Count);
    }

    [Fact]
    public void The_driver_takes_the_nearest_and_tells_it()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera()).Open();
        CaptureFormat tried = device.TryFormat(s_yuyv, 1300, 700);
        Assert.Equal("YUYV 1280x720", tried.ToString());
        Assert.Equal("YUYV 640x480", device.GetFormat().ToString());
        CaptureFormat set = device.SetFormat(FourCC.Parse("NV12"), 1300, 700);
        Assert.Equal("YUYV 1280x720", set.ToString());
        Assert.Equal(set.Planes, device.GetFormat().Planes);
        Assert.Equal([new MemoryPlane(1280 * 720 * 2, 2560)], set.Planes);
        Assert.Equal(FieldOrder.None, set.Field);
    }

    [Fact]
    public void A_correction_of_the_driver_is_told()
    {
        FakeCamera camera = new() { Correct = static (width, height) => (width & ~31, height & ~15) };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.Equal("YUYV 640x480", device.SetFormat(s_yuyv, 640, 480).ToString());
        camera.Correct = static (width, height) => (width - 16, height - 8);
        Assert.Equal("YUYV 624x472", device.SetFormat(s_yuyv, 640, 480).ToString());
    }

    [Fact]
    public void The_rate_is_the_nearest_and_told_too()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera()).Open();
        Assert.Equal(new Rational(1, 30), device.GetFrameInterval());
        Assert.Equal(new Rational(1, 15), device.SetFrameInterval(new Rational(1, 10)));
        Assert.Equal(new Rational(1, 15), device.GetFrameInterval());
        Assert.Equal(new Rational(1, 30), device.SetFrameInterval(new Rational(1, 1000)));
    }

    [Fact]
    public void A_camera_without_rates_says_unknown()
    {
        FakeCamera camera = new() { Formats = [new FakeFormat("GREY", "8-bit Greyscale")] };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.False(device.GetFrameInterval().IsKnown);
        Assert.False(device.SetFrameInterval(new Rational(1, 30)).IsKnown);
    }

    [Fact]
    public void A_refused_rate_is_an_error_with_its_number()
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        camera.Fail("VIDIOC_S_PARM", LibC.EIO);
        FrameRingException error = Assert.Throws<FrameRingException>(() => device.SetFrameInterval(new Rational(1, 30)));
        Assert.Equal((FrameRingError.System, LibC.EIO), (error.Error, error.Errno));
        Assert.Contains("VIDIOC_S_PARM", error.Operation);
    }

    [Theory]
    [InlineData(22, FrameRingError.InvalidArgument)]
    [InlineData(25, FrameRingError.NotSupported)]
    [InlineData(12, FrameRingError.OutOfMemory)]
    [InlineData(13, FrameRingError.AccessDenied)]
    [InlineData(16, FrameRingError.DeviceBusy)]
    [InlineData(19, FrameRingError.DeviceGone)]
    [InlineData(5, FrameRingError.System)]
    public void An_error_number_becomes_a_kind_of_error(int errno, FrameRingError expected)
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        camera.Fail("VIDIOC_S_FMT", errno);
        FrameRingException error = Assert.Throws<FrameRingException>(() => device.SetFormat(s_yuyv, 640, 480));
        Assert.Equal((expected, errno), (error.Error, error.Errno));
        Assert.Contains("of '/dev/video0'", error.Message);
    }

    [Theory]
    [InlineData("YUYV", "0:32")]
    [InlineData("NV12", "0:16 768:16")]
    [InlineData("YU12", "0:16 768:8 960:8")]
    [InlineData("YV12", "0:16 960:8 768:8")]
    [InlineData("422P", "0:16 768:8 1152:8")]
    [InlineData("NM12", "0:16 4096:16")]
    [InlineData("YM12", "0:16 4096:8 8192:8")]
    [InlineData("YM21", "0:16 8192:8 4096:8")]
    public void Planes_lie_where_the_format_has_them(string code, string expected)
    {
        bool isSplit = code is "NM12" or "YM12" or "YM21";
        FakeCamera camera = new()
        {
            Capabilities = (isSplit ? DeviceCapabilities.VideoCaptureMultiPlanar : DeviceCapabilities.VideoCapture) | DeviceCapabilities.Streaming,
            Formats = [new FakeFormat(code, code) { Sizes = [FrameSizeRange.Single(16, 48)] }],
        };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.True(CaptureLayout.TryCreate(device.GetFormat(), out CaptureLayout? layout));
        FrameMetadata metadata = default;
        layout.Describe(ref metadata);
        string planes = string.Join(' ', Enumerable.Range(0, metadata.PlaneCount).Select(plane => FormattableString.Invariant($"{metadata.GetPlane(plane).Offset}:{metadata.GetPlane(plane).Stride}")));
        Assert.Equal(expected, planes);
        Assert.Equal(0, layout.SlotSize % Environment.SystemPageSize);
    }

    [Fact]
    public void Padded_rows_and_room_behind_are_kept()
    {
        FakeCamera camera = new() { Formats = [new FakeFormat("NV12", "NV12") { StrideAlignment = 64, ExtraBytes = 100, Sizes = [FrameSizeRange.Single(100, 50)] }] };
        using VideoDevice device = new FakeMachine(camera).Open();
        CaptureFormat format = device.GetFormat();
        Assert.Equal([new MemoryPlane((128 * 75) + 100, 128)], format.Planes);
        Assert.True(CaptureLayout.TryCreate(format, out CaptureLayout? layout));
        Assert.Equal((128 * 74) + 100, layout.GetPictureSize(0));
        Assert.Equal(12288, layout.SlotSize);
    }

    [Theory]
    [InlineData("MJPG")]
    [InlineData("HM12")]
    public void What_no_ring_can_describe_has_no_layout(string code)
    {
        FakeCamera camera = new() { Formats = [new FakeFormat(code, code) { IsCompressed = code == "MJPG" }] };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.False(CaptureLayout.TryCreate(device.GetFormat(), out _));
    }

    // colorspace, xfer_func, ycbcr_enc, quantization as the kernel numbers them.
    [Theory]
    [InlineData("YUYV", 8, 0, 0, 0, ColourPrimaries.Bt709, ColourTransfer.Srgb, ColourMatrix.Smpte170M, ColourRange.Limited)]
    [InlineData("RGB3", 8, 0, 0, 0, ColourPrimaries.Bt709, ColourTransfer.Srgb, ColourMatrix.Rgb, ColourRange.Full)]
    [InlineData("RGB3", 8, 0, 0, 2, ColourPrimaries.Bt709, ColourTransfer.Srgb, ColourMatrix.Rgb, ColourRange.Limited)]
    [InlineData("NV12", 3, 0, 0, 0, ColourPrimaries.Bt709, ColourTransfer.Bt709, ColourMatrix.Bt709, ColourRange.Limited)]
    [InlineData("NV12", 7, 0, 0, 0, ColourPrimaries.Bt709, ColourTransfer.Srgb, ColourMatrix.Smpte170M, ColourRange.Full)]
    [InlineData("NV12", 10, 7, 7, 1, ColourPrimaries.Bt2020, ColourTransfer.Smpte2084, ColourMatrix.Bt2020Constant, ColourRange.Full)]
    [InlineData("NV12", 1, 5, 4, 2, ColourPrimaries.Smpte170M, ColourTransfer.Linear, ColourMatrix.Bt709, ColourRange.Limited)]
    public void Colours_are_those_of_H273(
        string code, uint space, uint transfer, uint encoding, uint quantization, ColourPrimaries primaries, ColourTransfer expectedTransfer, ColourMatrix matrix, ColourRange range)
    {
        FakeCamera camera = new() { Formats = [new FakeFormat(code, code) { Colour = (space, transfer, encoding, quantization) }] };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.Equal(new CaptureColour(primaries, expectedTransfer, matrix, range), device.GetFormat().Colour);

        FakeCamera many = new() { Capabilities = DeviceCapabilities.VideoCaptureMultiPlanar, Formats = [new FakeFormat(code, code) { Colour = (space, transfer, encoding, quantization) }] };
        using VideoDevice other = new FakeMachine(many).Open();
        Assert.Equal(device.GetFormat().Colour, other.GetFormat().Colour);
    }
}
