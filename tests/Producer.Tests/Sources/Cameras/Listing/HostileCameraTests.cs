using System.Text.Json;
using FrameRing.Producer.Sources.Cameras.Listing;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Tests.Sources.Cameras.Listing;

/// <summary>A device, or what pretends to be one on the bus, chooses its own names; the terminal shows them and does not obey.</summary>
public class HostileCameraTests
{
    private const string Hostile = "\u001b[2J\u009b\u202e\n";
    private const string Shown = @"\x1b[2J\u{9b}\u{202e}\x0a";

    [Fact]
    public void Its_names_are_shown()
    {
        FakeMachine machine = new();
        machine.Add(Create(), "/dev/video0");
        IReadOnlyList<VideoDevice> devices = machine.OpenAll();
        using VideoDevice device = Assert.Single(devices);

        Assert.StartsWith($"{Shown} ({Shown}):\n", Text(output => DeviceListing.WriteText(output, devices)));
        Assert.Contains($"'YUYV' ({Shown})\n", Text(output => FormatListing.WriteText(output, device, isExtended: true)));
        Assert.Contains($"\n{Shown}\n\n", Text(output => ControlListing.WriteText(output, device, withMenus: true)));
        Assert.Contains($"1: {Shown}\n", Text(output => ControlListing.WriteText(output, device, withMenus: true)));
        Assert.Contains($"value=1 ({Shown})", Text(output => ControlListing.WriteText(output, device, withMenus: true)));
        Assert.Equal("text: '" + @"\x1b[2J\u{9b}\u{202e}\n" + "'\n", Text(output => ControlValueListing.WriteText(output, device, ["text"])));
    }

    [Fact]
    public void Its_names_are_true_as_JSON()
    {
        FakeMachine machine = new();
        machine.Add(Create(), "/dev/video0");
        IReadOnlyList<VideoDevice> devices = machine.OpenAll();
        using VideoDevice device = Assert.Single(devices);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            DeviceListing.WriteJson(json, devices);
        }

        Assert.DoesNotContain(stream.ToArray(), static value => value is < 0x20 or >= 0x7f);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(Hostile, document.RootElement[0].GetProperty("card").GetString());
    }

    [Fact]
    public void An_error_shows_what_a_control_takes()
    {
        using VideoDevice device = new FakeMachine(Create()).Open();
        ControlDescription menu = Assert.Single(device.Controls.List(), static control => control.Type == ControlType.Menu);
        FrameRingException error = Assert.Throws<FrameRingException>(() => device.Controls.Set(menu, "7\a"));
        Assert.Contains(@"to '7\x07'", error.Message);
        Assert.Contains($"1 ({Shown})", error.Message);
    }

    private static FakeCamera Create() => new()
    {
        Card = Hostile,
        BusInfo = Hostile,
        Driver = Hostile,
        Formats = [new("YUYV", Hostile)],
        Controls =
        [
            new(0x980001, Hostile, ControlType.Class) { Flags = ControlFlags.ReadOnly | ControlFlags.WriteOnly },
            new(0x980918, "Menu", ControlType.Menu) { Maximum = 1, Value = 1, Menu = new Dictionary<int, string> { [1] = Hostile } },
            new(0x9a0906, "Text", ControlType.String) { Maximum = 20, Text = Hostile },
        ],
    };

    private static string Text(Action<TextWriter> write)
    {
        using StringWriter output = new();
        write(output);
        return output.ToString();
    }
}
