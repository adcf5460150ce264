using System.Text;
using System.Text.Json;
using FrameRing.CommandLine.Errors;
using FrameRing.Producer.Sources.Cameras.Listing;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2;
using Tmds.Linux;

namespace FrameRing.Producer.Tests.Sources.Cameras.Listing;

/// <summary>Listings of cameras are, byte for byte, what v4l2-ctl prints of the same camera; and what they are as JSON.</summary>
public sealed class ListingTests : IDisposable
{
    private readonly FakeMachine _machine = new(ListedCamera.Create());
    private readonly VideoDevice _device;

    public ListingTests() => _device = _machine.Open();

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(false, "list-formats")]
    [InlineData(true, "list-formats-ext")]
    public void Formats_are_listed_as_v4l2_ctl_does(bool isExtended, string file) =>
        Same(file, output => FormatListing.WriteText(output, _device, isExtended));

    [Fact]
    public void Formats_of_a_multi_planar_camera_are_listed_as_v4l2_ctl_does()
    {
        using VideoDevice device = new FakeMachine(ListedCamera.Create(capture: DeviceCapabilities.VideoCaptureMultiPlanar)).Open();
        Same("list-formats-mplane", output => FormatListing.WriteText(output, device, false));
    }

    [Theory]
    [InlineData(false, "list-ctrls")]
    [InlineData(true, "list-ctrls-menus")]
    public void Controls_are_listed_as_v4l2_ctl_does(bool withMenus, string file) =>
        Same(file, output => ControlListing.WriteText(output, _device, withMenus));

    [Theory]
    [InlineData("a_text,brightness,an_area,single_byte,link_rate,bits,big,power_line_frequency,missing_item,strange,words_1", "get-ctrl")]
    [InlineData("dwords", "get-ctrl-array")]
    [InlineData("0x9a0901,power_line_frequency,auto_exposure,brightness", "get-ctrl-simple")]
    public void Values_are_written_as_v4l2_ctl_does(string names, string file) =>
        Same(file, output => ControlValueListing.WriteText(output, _device, names.Split(',')));

    [Fact]
    public void Devices_are_grouped_as_v4l2_ctl_does()
    {
        FakeMachine machine = new();
        machine.Add(ListedCamera.Create(), "/dev/video0");
        machine.Add(ListedCamera.Create(), "/dev/video1");
        machine.Add(ListedCamera.Create("Other Camera: Other", "usb-0000:00:14.0-1"), "/dev/video2");
        machine.Add(ListedCamera.Create("Metadata", "usb-0000:00:14.0-1", DeviceCapabilities.MetadataCapture), "/dev/video3");
        machine.Add(ListedCamera.Create("Third", string.Empty), "/dev/video10");
        IReadOnlyList<VideoDevice> devices = machine.OpenAll();
        Same("list-devices", output => DeviceListing.WriteText(output, devices));
        Assert.Equal(["/dev/video0", "/dev/video1", "/dev/video2", "/dev/video10"], Json(writer => DeviceListing.WriteJson(writer, devices)).EnumerateArray().Select(device => device.GetProperty("path").GetString()));
        foreach (VideoDevice device in devices)
        {
            device.Dispose();
        }
    }

    [Fact]
    public void A_link_stands_behind_the_node_it_leads_to()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string node = Path.Combine(folder.FullName, "video0");
            string link = Path.Combine(folder.FullName, "video-front");
            File.WriteAllText(node, string.Empty);
            File.CreateSymbolicLink(link, "video0");
            FakeCamera camera = ListedCamera.Create();
            _machine.Add(camera, node);
            _machine.Add(camera, link);
            using VideoDevice real = _machine.Open(node);
            using VideoDevice other = _machine.Open(link);
            Assert.Equal($"Fake Camera (usb-0000:00:14.0-2):\n\t{node} <- {link}\n\n", Text(output => DeviceListing.WriteText(output, [other, real])));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_unknown_control_is_an_error_with_a_remedy()
    {
        ToolException error = Assert.Throws<ToolException>(() => ControlValueListing.WriteText(TextWriter.Null, _device, ["brightness", "sharpness"]));
        Assert.Equal("The camera '/dev/video0' has no control 'sharpness'. 'producer /dev/video0 --list-ctrls' shows those there are.", error.Message);
        error = Assert.Throws<ToolException>(() => ControlValueListing.WriteText(TextWriter.Null, _device, ["fails"]));
        Assert.Equal("The control 'fails' of '/dev/video0' cannot be read now (error 5).", error.Message);
    }

    [Fact]
    public void A_camera_that_goes_away_is_no_list_of_errors()
    {
        FakeCamera camera = ListedCamera.Create();
        using VideoDevice device = new FakeMachine(camera).Open();
        camera.Fail("VIDIOC_G_EXT_CTRLS", LibC.ENODEV, after: 2);
        Assert.Equal(FrameRingError.DeviceGone, Assert.Throws<FrameRingException>(() => ControlListing.WriteText(TextWriter.Null, device, false)).Error);
    }

    [Fact]
    public void Formats_have_a_form_for_programs()
    {
        JsonElement formats = Json(writer => FormatListing.WriteJson(writer, _device)).GetProperty("formats");
        Assert.Equal(9, formats.GetArrayLength());
        Assert.Equal(
            """{"code":"YUYV","description":"YUYV 4:2:2","flags":[],"sizes":[{"type":"discrete","width":640,"height":480,"intervals":[{"type":"discrete","seconds":"1/30","fps":30},{"type":"discrete","seconds":"1001/30000","fps":29.97},{"type":"discrete","seconds":"1/7","fps":7},{"type":"discrete","seconds":"10/75","fps":7.5}]},{"type":"discrete","width":1280,"height":720,"intervals":[{"type":"discrete","seconds":"1/30","fps":30},{"type":"discrete","seconds":"1001/30000","fps":29.97},{"type":"discrete","seconds":"1/7","fps":7},{"type":"discrete","seconds":"10/75","fps":7.5}]}]}""",
            formats[0].GetRawText());
        Assert.Equal(
            """{"code":"MJPG","description":"Motion-JPEG","flags":["compressed"],"sizes":[{"type":"stepwise","min_width":16,"max_width":4096,"width_step":8,"min_height":16,"max_height":2160,"height_step":2,"intervals":[]}]}""",
            formats[1].GetRawText());
        Assert.Equal("""[{"type":"stepwise","min_seconds":"1/60","max_seconds":"1/1","step_seconds":"1/60","min_fps":1,"max_fps":60}]""", formats[3].GetProperty("sizes")[0].GetProperty("intervals").GetRawText());
    }

    [Fact]
    public void Controls_have_a_form_for_programs()
    {
        JsonElement controls = Json(writer => ControlJson.Write(writer, _device)).GetProperty("controls");
        Dictionary<string, JsonElement> byName = controls.EnumerateArray().ToDictionary(control => control.GetProperty("name").GetString()!);
        Assert.Equal(
            """{"name":"auto_exposure","id":10094849,"title":"Auto Exposure","class":"Camera Controls","type":"menu","min":0,"max":3,"step":1,"default":0,"value":1,"flags":[],"dims":[],"menu":[{"index":1,"name":"Manual Mode"},{"index":3,"name":"Aperture Priority Mode"}]}""",
            byName["auto_exposure"].GetRawText());
        Assert.Equal("[5,6,7,8,9,10]", byName["matrix"].GetProperty("value").GetRawText());
        Assert.Equal("true", byName["white_balance_automatic"].GetProperty("value").GetRawText());
        Assert.All(["do_it", "unreadable", "fails", "strange", "int_array"], name => Assert.Equal(JsonValueKind.Null, byName[name].GetProperty("value").ValueKind));
        Assert.Equal("""[{"index":0,"value":300000000},{"index":1,"value":-42},{"index":2,"value":5000000000}]""", byName["link_rate"].GetProperty("menu").GetRawText());
        Assert.DoesNotContain("disabled_one", byName.Keys);
    }

    [Fact]
    public void Values_have_a_form_for_programs() => Assert.Equal(
        """{"contrast":-3,"big":4999999999,"a_text":"it's a\ttab \\ ä"}""",
        Json(writer => ControlJson.WriteValues(writer, _device, ["big", "a_text", "contrast", "big"])).GetRawText());

    [Theory]
    [InlineData(0.0625, "0.062")]
    [InlineData(0.1875, "0.188")]
    [InlineData(0.0125, "0.013")]
    [InlineData(0.0005, "0.001")]
    [InlineData(2.0005, "2.001")]
    [InlineData(0.4375, "0.438")]
    [InlineData(0, "0.000")]
    [InlineData(1e9, "1000000000.000")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Numbers_are_rounded_as_in_C(double value, string expected) => Assert.Equal(expected, ListingNumber.ToFixed(value));

    // But for the controls in the code of one format, which v4l2-ctl lets steer the terminal.
    private static void Same(string file, Action<TextWriter> write) =>
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sources", "Cameras", "Listing", "v4l2-ctl", file + ".txt")).Replace("Y3\v\t", @"Y3\x0b\x09", StringComparison.Ordinal), Text(write), ignoreLineEndingDifferences: false);

    private static string Text(Action<TextWriter> write)
    {
        using StringWriter output = new();
        write(output);
        return output.ToString();
    }

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }
}
