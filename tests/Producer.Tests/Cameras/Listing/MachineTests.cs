using System.Diagnostics;
using System.Text.RegularExpressions;
using FrameRing.Producer.Cameras.Listing;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Tests.Cameras.Listing;

/// <summary>The cameras of this machine, or of the virtual one with vivid: every listing is what v4l2-ctl prints.</summary>
public sealed partial class MachineTests : IDisposable
{
    private const string Version = "v4l2-ctl 1.22.1";

    private readonly IReadOnlyList<VideoDevice> _devices = VideoDevice.OpenAll();

    public MachineTests()
    {
        Assert.SkipUnless(_devices.Count > 0, "this machine has no camera");
        Assert.SkipUnless(File.Exists("/usr/bin/v4l2-ctl") && Ask("--version").TrimEnd() == Version, $"needs {Version}");
    }

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

    [Fact]
    public void Formats_are_those_of_v4l2_ctl() => ForEach(device =>
    {
        Assert.Equal(Ask("-d", device.Path, "--list-formats"), Text(output => FormatListing.WriteText(output, device, false)));
        Assert.Equal(Ask("-d", device.Path, "--list-formats-ext"), Text(output => FormatListing.WriteText(output, device, true)));
    });

    [Fact]
    public void Controls_are_those_of_v4l2_ctl() => ForEach(device =>
    {
        Assert.Equal(WithoutVolatile(Ask("-d", device.Path, "--list-ctrls")), WithoutVolatile(Text(output => ControlListing.WriteText(output, device, false))));
        Assert.Equal(WithoutVolatile(Ask("-d", device.Path, "--list-ctrls-menus")), WithoutVolatile(Text(output => ControlListing.WriteText(output, device, true))));
    });

    // v4l2-ctl shows more columns of an array without fixed length than it has.
    [Fact]
    public void Values_are_those_of_v4l2_ctl() => ForEach(device =>
    {
        const ControlFlags Different = ControlFlags.WriteOnly | ControlFlags.Volatile | ControlFlags.DynamicArray;
        string[] names = [.. device.Controls.List().Where(static control => control.Type != ControlType.Class && (control.Flags & Different) == 0).Select(static control => control.Key)];
        Assert.All(names, name => Assert.Equal(Ask("-d", device.Path, "-C", name), Text(output => ControlValueListing.WriteText(output, device, [name]))));
    });

    private void ForEach(Action<VideoDevice> check) => Assert.All(_devices, check);

    private static string WithoutVolatile(string text) => Volatile().Replace(text, " value=? ");

    private static string Text(Action<TextWriter> write)
    {
        using StringWriter output = new();
        write(output);
        return output.ToString();
    }

    private static string Ask(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("v4l2-ctl", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    [GeneratedRegex(" value=[0-9-]+ (?=flags=.*volatile)")]
    private static partial Regex Volatile();
}
