using System.Runtime.InteropServices;
using FrameRing.Formats;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Tests.Sources.Cameras.Listing;

/// <summary>A camera with every kind of format, size, interval and control. The texts in v4l2-ctl/ are what v4l2-ctl 1.22.1 printed of the same.</summary>
internal static class ListedCamera
{
    internal static FakeCamera Create(string card = "Fake Camera", string bus = "usb-0000:00:14.0-2", DeviceCapabilities capture = DeviceCapabilities.VideoCapture) => new()
    {
        Card = card,
        BusInfo = bus,
        Capabilities = capture | DeviceCapabilities.Streaming,
        Formats = CreateFormats(),
        Controls = CreateControls(),
    };

    private static FakeFormat[] CreateFormats() =>
    [
        new("YUYV", "YUYV 4:2:2")
        {
            Sizes = [FrameSizeRange.Single(640, 480), FrameSizeRange.Single(1280, 720)],
            Intervals = [Every(1, 30), Every(1001, 30000), Every(1, 7), Every(10, 75)],
        },
        new("MJPG", "Motion-JPEG") { Flags = FormatFlags.Compressed, Sizes = [new FrameSizeRange(16, 4096, 8, 16, 2160, 2, false)], Intervals = [Every(1, 30)] },
        new("Y16 ", "16-bit Greyscale") { Sizes = [new FrameSizeRange(2, 8192, 1, 2, 8191, 1, true)], Intervals = [Every(1, 30)] },
        new("NV12", "Y/UV 4:2:0")
        {
            Flags = FormatFlags.Emulated,
            Sizes = [FrameSizeRange.Single(320, 240)],
            Intervals = [new FrameIntervalRange(new Rational(1, 60), new Rational(1, 1), new Rational(1, 60), false)],
        },
        new("H264", "H.264")
        {
            Flags = FormatFlags.Compressed | FormatFlags.Emulated,
            Sizes = [FrameSizeRange.Single(320, 240)],
            Intervals = [new FrameIntervalRange(new Rational(1, 1000), new Rational(100, 1), new Rational(1, 1), true)],
        },
        new("Y16B", "16-bit Greyscale BE"),
        new("odd", "Odd") { Number = 0x890B3359, Flags = (FormatFlags)0x1000 },
        new("GREY", "Bayer, ä and so on of length 3") { Sizes = [FrameSizeRange.Single(16, 16)], Intervals = [Every(1, 16), Every(3, 16), Every(1, 1000)] },
        new("HSV3", "24-bit HSV 8-8-8")
        {
            Flags = FormatFlags.ConvertsColorspace | FormatFlags.ConvertsTransfer | FormatFlags.ConvertsEncoding | FormatFlags.ConvertsQuantization,
        },
    ];

    private static FakeControl[] CreateControls() =>
    [
        new(0x980001, "User Controls", ControlType.Class) { Flags = ControlFlags.ReadOnly | ControlFlags.WriteOnly },
        new(0x980900, "Brightness", ControlType.Integer) { Maximum = 255, Default = 128, Value = 100, Flags = ControlFlags.Slider },
        new(0x980901, "Contrast", ControlType.Integer) { Minimum = -10, Maximum = 10, Step = 2, Default = -1, Value = -3, Flags = ControlFlags.Grabbed | ControlFlags.Update },
        new(0x98090c, "White Balance, Automatic", ControlType.Boolean) { Maximum = 1, Default = 1, Value = 1, Flags = ControlFlags.Update | ControlFlags.ExecuteOnWrite },
        new(0x980914, "Do It!", ControlType.Button) { Step = 0, Flags = ControlFlags.WriteOnly | ControlFlags.ExecuteOnWrite },
        new(0x980918, "Power Line Frequency", ControlType.Menu)
        {
            Maximum = 3, Default = 1, Value = 3, Menu = new Dictionary<int, string> { [0] = "Disabled", [1] = "50 Hz", [2] = "60 Hz", [3] = "Auto" },
        },
        new(0x98091a, "Disabled One", ControlType.Integer) { Maximum = 1, Flags = ControlFlags.Disabled },
        new(0x98091b, "Grabbed One", ControlType.Integer)
        {
            Maximum = 100, Default = 7, Step = 3, Value = 7,
            Flags = ControlFlags.Grabbed | ControlFlags.ReadOnly | ControlFlags.Inactive | ControlFlags.Volatile | ControlFlags.ModifyLayout,
        },
        new(0x98091c, "Unreadable", ControlType.Integer) { Maximum = 100, Default = 7, Step = 3, Value = 7, Flags = ControlFlags.WriteOnly },
        new(0x9a0001, "Camera Controls", ControlType.Class) { Flags = ControlFlags.ReadOnly | ControlFlags.WriteOnly },
        new(0x9a0901, "Auto Exposure", ControlType.Menu) { Maximum = 3, Value = 1, Menu = new Dictionary<int, string> { [1] = "Manual Mode", [3] = "Aperture Priority Mode" } },
        new(0x9a0902, "Link Rate", ControlType.IntegerMenu)
        {
            Maximum = 2, Default = 1, Value = 1, Flags = ControlFlags.ReadOnly, Numbers = new Dictionary<int, long> { [0] = 300_000_000, [1] = -42, [2] = 5_000_000_000 },
        },
        new(0x9a0903, "Missing Item", ControlType.Menu) { Maximum = 2, Value = 1, Menu = new Dictionary<int, string> { [0] = "Zero", [2] = "Two" } },
        new(0x9a0904, "Bits", ControlType.Bitmask) { Maximum = 0x80ff00ff, Default = 0x0f, Step = 0, Value = 0x8000000f },
        new(0x9a0905, "Big", ControlType.Integer64) { Minimum = -5_000_000_000, Maximum = 5_000_000_000, Default = 1, Value = 4_999_999_999 },
        new(0x9a0906, "A Text", ControlType.String) { Maximum = 20, Text = "it's a\ttab \\ ä" },
        new(0x9a0907, "Matrix", ControlType.Bytes) { Maximum = 255, Default = 7, Dimensions = [3, 2], Bytes = Count<byte>(6, static i => (byte)i) },
        new(0x9a0908, "Dwords", ControlType.DoubleWords) { Maximum = 4_000_000_000, Default = 7, Dimensions = [5], Flags = ControlFlags.DynamicArray, Bytes = Count(5, static i => i) },
        new(0x9a0909, "An Area", ControlType.Area) { Step = 0, Bytes = Count(2, static i => i == 5 ? 640 : 480) },
        new(0x9a090a, "Single Byte", ControlType.Bytes) { Maximum = 255, Default = 1, Bytes = [5] },
        new(0x9a090b, "Strange", (ControlType)0x1f0) { Maximum = 255, Default = 1, Bytes = [5, 0, 0, 0] },
        new(0x9a090c, "Int Array", ControlType.Integer) { Maximum = 255, Default = 3, Dimensions = [2], Bytes = Count(2, static i => i) },
        new(0x9a090d, "Words 1", ControlType.Words) { Maximum = 65535, Default = 3, Dimensions = [2, 2, 2], Bytes = Count<ushort>(8, static i => (ushort)i) },
        new(0x9a090e, "Fails", ControlType.Integer) { Maximum = 255, Default = 3, ReadError = Tmds.Linux.LibC.EIO },
        new(0x9a0910, "A Very Long Name That Fills It.", ControlType.Integer) { Maximum = 255, Default = 3, Value = 9 },
    ];

    private static FrameIntervalRange Every(int numerator, int denominator) => FrameIntervalRange.Single(new Rational(numerator, denominator));

    // Numbers from 5 on.
    private static byte[] Count<T>(int count, Func<int, T> make)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(Enumerable.Range(5, count).Select(make).ToArray()).ToArray();
}
