using System.Text.Json;
using FrameRing.Formats;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Camera.Tests;

/// <summary>The tool shows what cameras there are, and sets and reads their controls.</summary>
[Collection(VividCollection.Name)]
public class ListingTests : CameraTests
{
    [Fact]
    public void The_tool_shows_what_was_asked_for()
    {
        Vivid.Run("v4l2-ctl", "-d", Vivid.All, "--set-input=0");
        Assert.Equal(Vivid.Run("v4l2-ctl", "-d", Vivid.All, "--list-formats-ext"), Produce(Vivid.All, "--list-formats-ext"));
        Assert.Equal(Vivid.Run("v4l2-ctl", "-d", Vivid.MultiPlanar, "--list-formats"), Produce(Vivid.MultiPlanar, "--list-formats"));
        Assert.Equal(Vivid.Run("v4l2-ctl", "-d", Vivid.All, "--list-formats-ext"), Produce("-list_formats", "raw", "-i", Vivid.All));
        Assert.DoesNotContain("[0]", Produce("-list_formats", "compressed", "-i", Vivid.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Controls_are_set_and_read()
    {
        Assert.Equal("brightness: 77\nhue: -3\n", Produce(Vivid.All, "-c", "brightness=77,hue=-3", "-C", "brightness,hue"));
        Assert.Equal("brightness: 77\nhue: -3\n", Vivid.Run("v4l2-ctl", "-d", Vivid.All, "-C", "brightness,hue"));
        Vivid.Control(Vivid.All, "brightness=128,hue=0");
    }

    [Fact]
    public void Controls_are_set_before_the_stream_starts()
    {
        using CameraRun run = new(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("NV12"), Size = (320, 180), Controls = [new("contrast", "40"), new("test_pattern", "2")] });
        run.Next();
        Assert.Equal("contrast: 40\n", Vivid.Run("v4l2-ctl", "-d", Vivid.All, "-C", "contrast"));
        Vivid.Control(Vivid.All, "contrast=128,test_pattern=0");
    }

    [Fact]
    public void Nodes_that_give_no_pictures_are_left_out()
    {
        Vivid.Unload();
        try
        {
            Vivid.Run("modprobe", "vivid");
            string known = Vivid.Run("v4l2-ctl", "--list-devices");
            Assert.Contains("/dev/video2", known, StringComparison.Ordinal);
            Assert.Equal("vivid (platform:vivid-000):\n\t/dev/video0\n\n", Produce("--list-devices"));
            using JsonDocument devices = JsonDocument.Parse(Produce("--list-devices", "--json"));
            Assert.Equal("/dev/video0", Assert.Single(devices.RootElement.EnumerateArray()).GetProperty("path").GetString());
            using Tool producer = new("producer", "/dev/video2");
            (int code, _, string errors) = producer.Finish();
            Assert.Equal(1, code);
            Assert.Contains("gives metadata, not pictures", errors, StringComparison.Ordinal);
        }
        finally
        {
            Vivid.Unload();
            Vivid.Load();
        }
    }

    private static string Produce(params string[] arguments)
    {
        using Tool producer = new("producer", arguments);
        (int code, string output, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        return output;
    }
}
