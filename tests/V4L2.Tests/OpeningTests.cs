using FrameRing.Formats;
using FrameRing.Testing;
using FrameRing.Testing.Cameras;
using Tmds.Linux;

namespace FrameRing.V4L2.Tests;

/// <summary>Which devices there are, what they say of themselves, and why one cannot be opened.</summary>
public sealed class OpeningTests
{
    [Fact]
    public void A_device_says_what_it_is()
    {
        FakeCamera camera = new() { Driver = "uvcvideo", Card = "Étoile Cam: Étoile Cam", BusInfo = "usb-0000:00:14.0-1", DriverVersion = new Version(6, 1, 192) };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.Equal(("/dev/video0", "uvcvideo", "Étoile Cam: Étoile Cam", "usb-0000:00:14.0-1"), (device.Path, device.Driver, device.Card, device.BusInfo));
        Assert.Equal(new Version(6, 1, 192), device.DriverVersion);
        Assert.True(device.IsCapture);
        Assert.False(device.IsMultiPlanar);
    }

    [Theory]
    [InlineData(DeviceCapabilities.VideoCapture, true, false)]
    [InlineData(DeviceCapabilities.VideoCaptureMultiPlanar, true, true)]
    [InlineData(DeviceCapabilities.VideoCapture | DeviceCapabilities.VideoCaptureMultiPlanar, true, false)]
    [InlineData(DeviceCapabilities.MetadataCapture, false, false)]
    [InlineData(DeviceCapabilities.MemoryToMemoryMultiPlanar, false, false)]
    public void Its_capabilities_tell_how_to_speak_to_it(DeviceCapabilities capabilities, bool isCapture, bool isMultiPlanar)
    {
        using VideoDevice device = new FakeMachine(new FakeCamera { Capabilities = capabilities }).Open();
        Assert.Equal((isCapture, isMultiPlanar), (device.IsCapture, device.IsMultiPlanar));
    }

    [Fact]
    public void All_capture_devices_are_found_in_the_order_of_their_numbers()
    {
        FakeMachine machine = new();
        FakeCamera metadata = new() { Capabilities = DeviceCapabilities.MetadataCapture };
        FakeCamera forbidden = new();
        FakeCamera strange = new();
        forbidden.Fail("open", LibC.EACCES);
        strange.Fail("VIDIOC_QUERYCAP", LibC.ENOTTY);
        machine.Add(new FakeCamera(), "/dev/video10");
        machine.Add(metadata, "/dev/video1");
        machine.Add(forbidden, "/dev/video3");
        machine.Add(strange, "/dev/video4");
        machine.Add(new FakeCamera(), "/dev/video2");
        IReadOnlyList<VideoDevice> devices = machine.OpenAll();
        Assert.Equal(["/dev/video2", "/dev/video10"], devices.Select(device => device.Path));
        Assert.Equal(0, metadata.OpenCount + strange.OpenCount);
        foreach (VideoDevice device in devices)
        {
            device.Dispose();
        }
    }

    [Fact]
    public void Missing_forbidden_and_foreign_files_are_told_apart()
    {
        FakeCamera camera = new();
        FakeMachine machine = new(camera);
        FrameRingException error = Assert.Throws<FrameRingException>(() => machine.Open("/dev/video7"));
        Assert.Equal((FrameRingError.NotFound, LibC.ENOENT), (error.Error, error.Errno));
        Assert.EndsWith("there is no such file.", error.Message);

        camera.Fail("open", LibC.EACCES);
        error = Assert.Throws<FrameRingException>(() => machine.Open());
        Assert.Equal(FrameRingError.AccessDenied, error.Error);
        Assert.Contains("usermod -aG video", error.Remedy);

        camera.Fail("VIDIOC_QUERYCAP", LibC.ENOTTY);
        error = Assert.Throws<FrameRingException>(() => machine.Open());
        Assert.Equal(FrameRingError.NotSupported, error.Error);
        Assert.Contains("no V4L2 device", error.Cause);
        Assert.Equal(0, camera.OpenCount);
    }

    [Fact]
    public void A_real_file_that_is_no_device_is_refused()
    {
        Assert.Equal(FrameRingError.NotSupported, Assert.Throws<FrameRingException>(() => VideoDevice.Open("/dev/null")).Error);
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => VideoDevice.Open("/dev/video-nowhere")).Error);
    }

    [Fact]
    public void A_busy_device_is_told_with_its_holder()
    {
        using TempFolder folder = new();
        string path = folder.File("video0");
        File.WriteAllText(path, string.Empty);
        string link = folder.File("front");
        File.CreateSymbolicLink(link, path);
        FakeCamera camera = new() { IsBusy = true };
        FakeMachine machine = new();
        machine.Add(camera, link);
        using VideoDevice device = machine.Open(link);
        FrameRingException error = Assert.Throws<FrameRingException>(() => device.SetFormat(FourCC.Parse("YUYV"), 640, 480));
        Assert.Equal((FrameRingError.DeviceBusy, LibC.EBUSY), (error.Error, error.Errno));
        Assert.Contains("a process that this user cannot see or by this one", error.Message);

        using ChildProcess holder = new("/bin/sh", ["-c", $"exec 3<'{path}'; echo ready; read line"]);
        Assert.Equal("ready", holder.ReadLine());
        error = Assert.Throws<FrameRingException>(() => device.SetFormat(FourCC.Parse("YUYV"), 640, 480));
        Assert.Contains(FormattableString.Invariant($"in use by sh (process {holder.Pid})"), error.Message);
        Assert.Contains("let it read from a ring", error.Remedy);
    }

    [Fact]
    public void After_the_end_the_file_is_closed()
    {
        FakeCamera camera = new();
        new FakeMachine(camera).Open().Dispose();
        Assert.Equal((0, "close"), (camera.OpenCount, camera.Calls[^1]));
    }

    [Fact]
    public void A_device_that_is_gone_says_so_in_every_call_and_can_be_opened_anew()
    {
        FakeCamera camera = new();
        FakeMachine machine = new(camera);
        using VideoDevice device = machine.Open();
        camera.Unplug();
        Action[] calls =
        [
            () => device.GetFormats(), () => device.GetFrameSizes(FourCC.Parse("YUYV")), () => device.GetFrameIntervals(FourCC.Parse("YUYV"), 640, 480), () => device.GetFormat(),
            () => device.SetFormat(FourCC.Parse("YUYV"), 640, 480), () => device.GetFrameInterval(), () => device.SetFrameInterval(new(1, 30)), () => device.GetInputs(),
            () => _ = device.Input, () => device.SetInput(0), () => device.GetTimings(), () => device.QueryTimings(out _), () => device.Controls.List(), () => device.TrySubscribeSourceChange(),
        ];
        Assert.All(calls, call => Assert.Equal(FrameRingError.DeviceGone, Assert.Throws<FrameRingException>(call).Error));
        Assert.Throws<FrameRingException>(() => machine.Open());
        Assert.Empty(machine.OpenAll());

        camera.PlugIn();
        using VideoDevice again = machine.Open();
        Assert.Equal(640, again.GetFormat().Width);
        Assert.Equal(FrameRingError.DeviceGone, Assert.Throws<FrameRingException>(() => device.GetFormat()).Error);
    }
}
