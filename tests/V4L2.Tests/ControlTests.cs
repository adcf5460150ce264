using FrameRing.Testing.Cameras;
using FrameRing.V4L2.Controls;
using Tmds.Linux;

namespace FrameRing.V4L2.Tests;

/// <summary>Controls are listed, read and set; what a control cannot be is refused with the reason.</summary>
public sealed class ControlTests : IDisposable
{
    private readonly FakeCamera _camera = new()
    {
        Controls =
        [
            new FakeControl(0x980001, "User Controls", ControlType.Class),
            new FakeControl(0x980900, "Brightness", ControlType.Integer) { Minimum = -64, Maximum = 64, Step = 4, Value = 8 },
            new FakeControl(0x98090c, "White Balance, Automatic", ControlType.Boolean) { Maximum = 1, Value = 1 },
            new FakeControl(0x980918, "Power Line Frequency", ControlType.Menu) { Maximum = 3, Value = 1, Menu = new Dictionary<int, string> { [0] = "Disabled", [1] = "50 Hz", [3] = "Auto" } },
            new FakeControl(0x980919, "Hidden", ControlType.Integer) { Flags = ControlFlags.Disabled },
            new FakeControl(0x98091a, "Serial", ControlType.Integer) { Maximum = 100, Value = 42, Flags = ControlFlags.ReadOnly },
            new FakeControl(0x98091b, "Exposure", ControlType.Integer) { Maximum = 100, Flags = ControlFlags.Grabbed },
            new FakeControl(0x98f900, "Reset", ControlType.Button) { Flags = ControlFlags.WriteOnly },
            new FakeControl(0x98f901, "Bits", ControlType.Bitmask) { Maximum = 0x80402010, Value = 0x80000000 },
            new FakeControl(0x98f902, "Label", ControlType.String) { Minimum = 2, Maximum = 8, Text = "front" },
            new FakeControl(0x98f903, "Table", ControlType.Bytes) { Maximum = 255, Dimensions = [2, 2], Bytes = [1, 2, 3, 4] },
            new FakeControl(0x9a0001, "Camera Controls", ControlType.Class),
            new FakeControl(0x9a0901, "Big", ControlType.Integer64) { Minimum = -5_000_000_000, Maximum = 5_000_000_000, Value = -4_999_999_999 },
            new FakeControl(0x9a0902, "Link Rate", ControlType.IntegerMenu) { Minimum = 1, Maximum = 2, Value = 1, Numbers = new Dictionary<int, long> { [1] = 297_000_000, [2] = 594_000_000 } },
        ],
    };

    private readonly VideoDevice _device;

    public ControlTests() => _device = new FakeMachine(_camera).Open();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Controls_are_listed_in_order_without_disabled_ones()
    {
        Assert.Equal(
            "user_controls brightness white_balance_automatic power_line_frequency serial exposure reset bits label table camera_controls big link_rate",
            string.Join(' ', _device.Controls.List().Select(control => control.Key)));
        ControlDescription brightness = Find("brightness");
        Assert.Equal((-64L, 64L, 4UL, ControlType.Integer), (brightness.Minimum, brightness.Maximum, brightness.Step, brightness.Type));
        Assert.Equal([2, 2], Find("table").Dimensions);
        Assert.True(Find("table").IsCompound);
    }

    [Fact]
    public void A_driver_that_gives_a_control_again_is_not_asked_for_ever()
    {
        FakeCamera camera = new() { Controls = [new FakeControl(0x980900, "Same", ControlType.Integer), new FakeControl(0x980900, "Same", ControlType.Integer)] };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.Single(device.Controls.List());
    }

    [Fact]
    public void Menus_have_the_choices_that_there_are()
    {
        Assert.Equal([new ControlMenuItem(0, "Disabled", 0), new ControlMenuItem(1, "50 Hz", 0), new ControlMenuItem(3, "Auto", 0)], _device.Controls.GetMenu(Find("power_line_frequency")));
        Assert.Equal([new ControlMenuItem(1, null, 297_000_000), new ControlMenuItem(2, null, 594_000_000)], _device.Controls.GetMenu(Find("link_rate")));
        Assert.Empty(_device.Controls.GetMenu(Find("brightness")));
    }

    [Theory]
    [InlineData("brightness", "8")]
    [InlineData("white_balance_automatic", "1")]
    [InlineData("power_line_frequency", "1")]
    [InlineData("serial", "42")]
    [InlineData("label", "front")]
    [InlineData("big", "-4999999999")]
    [InlineData("link_rate", "1")]
    [InlineData("bits", "-2147483648")]
    [InlineData("reset", null)]
    [InlineData("table", null)]
    [InlineData("user_controls", null)]
    public void Values_are_read(string name, string? expected) => Assert.Equal(expected, _device.Controls.Get(Find(name)));

    [Fact]
    public void Arrays_are_read_as_bytes()
    {
        Assert.Equal([1, 2, 3, 4], _device.Controls.GetBytes(Find("table")));
        Assert.Empty(_device.Controls.GetBytes(Find("brightness")));
    }

    [Theory]
    [InlineData("brightness", "-64", -64)]
    [InlineData("brightness", "0x10", 16)]
    [InlineData("brightness", "7", 8)]
    [InlineData("white_balance_automatic", "0", 0)]
    [InlineData("power_line_frequency", "3", 3)]
    [InlineData("power_line_frequency", "auto", 3)]
    [InlineData("power_line_frequency", "50 Hz", 1)]
    [InlineData("bits", "0x80000010", -2147483632)]
    [InlineData("bits", "-2147483632", -2147483632)]
    [InlineData("big", "5000000000", 5_000_000_000)]
    [InlineData("link_rate", "2", 2)]
    [InlineData("reset", "", 0)]
    public void Values_are_set(string name, string text, long expected)
    {
        ControlDescription control = Find(name);
        _device.Controls.Set(control, text);
        FakeControl set = _camera.Controls.Single(fake => fake.Id == control.Id);
        Assert.Equal((1, expected), (set.SetCount, (long)(control.Type == ControlType.Integer64 ? set.Value : (int)set.Value)));
    }

    [Fact]
    public void Texts_are_set()
    {
        _device.Controls.Set(Find("label"), "räar");
        Assert.Equal("räar", _device.Controls.Get(Find("label")));
        FrameRingException error = Assert.Throws<FrameRingException>(() => _device.Controls.Set(Find("label"), "far too long"));
        Assert.Contains("It takes texts of 2 to 8 bytes.", error.Message);
    }

    // The driver would clamp most of these to its range without a word.
    [Theory]
    [InlineData("brightness", "65", FrameRingError.InvalidArgument, "It takes -64 to 64 in steps of 4.")]
    [InlineData("brightness", "bright", FrameRingError.InvalidArgument, "It takes -64 to 64 in steps of 4.")]
    [InlineData("white_balance_automatic", "2", FrameRingError.InvalidArgument, "It takes 0 to 1 in steps of 1.")]
    [InlineData("power_line_frequency", "60 Hz", FrameRingError.InvalidArgument, "It takes 0 (Disabled), 1 (50 Hz), 3 (Auto).")]
    [InlineData("power_line_frequency", "2", FrameRingError.InvalidArgument, "It takes 0 (Disabled), 1 (50 Hz), 3 (Auto).")]
    [InlineData("link_rate", "0", FrameRingError.InvalidArgument, "It takes 1 (297000000), 2 (594000000).")]
    [InlineData("bits", "1", FrameRingError.InvalidArgument, "It takes bits of 0x80402010.")]
    [InlineData("serial", "1", FrameRingError.NotSupported, "it can only be read")]
    [InlineData("table", "1", FrameRingError.NotSupported, "it has no single value")]
    [InlineData("user_controls", "1", FrameRingError.NotSupported, "it has no single value")]
    [InlineData("exposure", "1", FrameRingError.DeviceBusy, "it cannot be changed now")]
    public void What_it_cannot_be_is_refused(string name, string text, FrameRingError kind, string reason)
    {
        FrameRingException error = Assert.Throws<FrameRingException>(() => _device.Controls.Set(Find(name), text));
        Assert.Equal(kind, error.Error);
        Assert.StartsWith($"Set the control '{name}' to '{text}'", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.All(_camera.Controls, control => Assert.Equal(0, control.SetCount));
    }

    [Fact]
    public void Errors_of_the_driver_have_their_number()
    {
        _camera.Fail("VIDIOC_S_EXT_CTRLS", LibC.EIO);
        Assert.Equal(LibC.EIO, Assert.Throws<FrameRingException>(() => _device.Controls.Set(Find("brightness"), "0")).Errno);
        _camera.Fail("VIDIOC_G_EXT_CTRLS", LibC.EIO);
        Assert.Equal(LibC.EIO, Assert.Throws<FrameRingException>(() => _device.Controls.Get(Find("brightness"))).Errno);
    }

    private ControlDescription Find(string name) => _device.Controls.List().Single(control => control.Key == name);
}
