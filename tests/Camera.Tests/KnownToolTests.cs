using System.Text.RegularExpressions;
using FrameRing.Producer.Sources.Cameras.Listing;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Camera.Tests;

/// <summary>Every listing is what v4l2-ctl 1.22 prints, for all cameras and kinds of input.</summary>
[Collection(VividCollection.Name)]
public sealed partial class KnownToolTests : CameraTests, IDisposable
{
    private readonly IReadOnlyList<VideoDevice> _devices = VideoDevice.OpenAll();

    public void Dispose()
    {
        foreach (VideoDevice device in _devices)
        {
            device.Dispose();
        }
    }

    [Fact]
    public void Devices_are_those_of_v4l2_ctl_without_other_nodes()
    {
        string[] capture = [.. _devices.Select(static device => "\t" + device.Path)];
        Assert.Equal(Ask("--list-devices").Split('\n').Where(line => !line.StartsWith('\t') || capture.Contains(line)), Text(output => DeviceListing.WriteText(output, _devices)).Split('\n'));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Formats_are_those_of_v4l2_ctl(int input)
    {
        Vivid.Run("v4l2-ctl", "-d", Vivid.All, FormattableString.Invariant($"--set-input={input}"));
        ForEach(device =>
        {
            Assert.Equal(Ask("-d", device.Path, "--list-formats"), Text(output => FormatListing.WriteText(output, device, false)));
            Assert.Equal(Ask("-d", device.Path, "--list-formats-ext"), Text(output => FormatListing.WriteText(output, device, true)));
        });
    }

    [Fact]
    public void Controls_are_those_of_v4l2_ctl() => ForEach(device =>
    {
        Assert.Equal(WithoutVolatile(Ask("-d", device.Path, "--list-ctrls")), WithoutVolatile(Text(output => ControlListing.WriteText(output, device, false))));
        Assert.Equal(WithoutVolatile(Ask("-d", device.Path, "--list-ctrls-menus")), WithoutVolatile(Text(output => ControlListing.WriteText(output, device, true))));
    });

    // v4l2-ctl shows more columns of an array without fixed length than it has.
    [Fact]
    public void Values_are_those_of_v4l2_ctl()
    {
        VideoDevice device = _devices[0];
        const ControlFlags Different = ControlFlags.WriteOnly | ControlFlags.Volatile | ControlFlags.DynamicArray;
        string[] names = [.. device.Controls.List().Where(static control => control.Type != ControlType.Class && (control.Flags & Different) == 0).Select(static control => control.Key)];
        Assert.All(names, name => Assert.Equal(Ask("-d", device.Path, "-C", name), Text(output => ControlValueListing.WriteText(output, device, [name]))));
    }

    private void ForEach(Action<VideoDevice> check) => Assert.All(_devices, check);

    private static string WithoutVolatile(string text) => Volatile().Replace(text, " value=? ");

    private static string Text(Action<TextWriter> write)
    {
        using StringWriter output = new();
        write(output);
        return output.ToString();
    }

    private static string Ask(params string[] arguments) => Vivid.Run("v4l2-ctl", arguments);

    [GeneratedRegex(" value=[0-9-]+ (?=flags=.*volatile)")]
    private static partial Regex Volatile();
}
