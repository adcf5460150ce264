using FrameRing.Testing.Cameras;
using FrameRing.V4L2.Inputs;
using Tmds.Linux;

namespace FrameRing.V4L2.Tests;

/// <summary>Inputs, digital timings and changes of the source.</summary>
public sealed class InputTests
{
    private static FakeCamera Grabber(FakeSignal? signal = null) => new()
    {
        Inputs = [new FakeInput("Camera"), new FakeInput("HDMI") { IsDigital = true }, new FakeInput("Composite") { Standard = 0x1000 }, new FakeInput("S-Video") { Standard = 0xff }],
        HasSourceChange = true,
        Signal = signal,
    };

    [Fact]
    public void Inputs_are_listed_and_chosen()
    {
        using VideoDevice device = new FakeMachine(Grabber()).Open();
        Assert.Equal(
            [new VideoInput(0, "Camera", true, false), new VideoInput(1, "HDMI", false, true), new VideoInput(2, "Composite", true, false), new VideoInput(3, "S-Video", true, false)],
            device.GetInputs());
        Assert.Equal(0, device.Input);
        device.SetInput(2);
        Assert.Equal((2, true), (device.Input, device.Is525Lines));
        device.SetInput(3);
        Assert.False(device.Is525Lines);
        Assert.Equal(FrameRingError.InvalidArgument, Assert.Throws<FrameRingException>(() => device.SetInput(9)).Error);
    }

    [Fact]
    public void A_camera_without_inputs_has_none()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera { Inputs = [] }).Open();
        Assert.Empty(device.GetInputs());
        Assert.Null(device.Input);
        Assert.Null(device.GetTimings());
        Assert.Equal(SignalStatus.NotTold, device.QueryTimings(out _));
    }

    [Fact]
    public void Timings_of_the_signal_are_taken_over_and_make_the_size()
    {
        FakeCamera camera = Grabber(new FakeSignal(1920, 1080, 50, IsInterlaced: true));
        using VideoDevice device = new FakeMachine(camera).Open();
        device.SetInput(1);
        Assert.Equal("1920x1080p60.00", device.GetTimings()!.Value.ToString());
        Assert.Equal(SignalStatus.Locked, device.QueryTimings(out DigitalTimings timings));
        Assert.Equal("1920x1080i50.00", timings.ToString());
        device.SetTimings(timings);
        Assert.Equal(timings, device.GetTimings());

        camera.ChangeSource(new FakeSignal(1280, 720, 60));
        device.QueryTimings(out timings);
        device.SetTimings(timings);
        Assert.Equal((1280, 720), (device.GetFormat().Width, device.GetFormat().Height));
    }

    [Theory]
    [InlineData(false, 0, SignalStatus.NoSignal)]
    [InlineData(true, 37, SignalStatus.NoLock)]
    [InlineData(true, 34, SignalStatus.OutOfRange)]
    [InlineData(true, 5, SignalStatus.NotTold)]
    public void A_missing_signal_is_told_with_its_reason(bool hasSignal, int errno, SignalStatus expected)
    {
        // 37 is ENOLCK, 34 is ERANGE.
        FakeCamera camera = Grabber();
        using VideoDevice device = new FakeMachine(camera).Open();
        device.SetInput(1);
        camera.ChangeSource(hasSignal ? new FakeSignal(640, 480, 60) : null, errno);
        Assert.Equal(expected, device.QueryTimings(out _));
    }

    [Fact]
    public void A_change_of_the_source_is_told_to_those_who_asked()
    {
        FakeCamera camera = Grabber(new FakeSignal(1920, 1080, 60));
        using VideoDevice device = new FakeMachine(camera).Open();
        camera.ChangeSource(new FakeSignal(1280, 720, 60));
        Assert.False(device.TakeSourceChange());
        Assert.True(device.TrySubscribeSourceChange());
        camera.ChangeSource(new FakeSignal(1280, 720, 50));
        camera.ChangeSource(new FakeSignal(1280, 720, 60));
        Assert.True(device.TakeSourceChange());
        Assert.False(device.TakeSourceChange());
    }

    [Fact]
    public void A_device_without_such_events_says_so()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera()).Open();
        Assert.False(device.TrySubscribeSourceChange());
        Assert.False(device.TakeSourceChange());
    }

    [Fact]
    public void Timings_cannot_change_under_buffers()
    {
        FakeCamera camera = Grabber(new FakeSignal(1280, 720, 60));
        using VideoDevice device = new FakeMachine(camera).Open();
        device.SetInput(1);
        device.QueryTimings(out DigitalTimings timings);
        Assert.True(device.CreateStream(FrameRing.V4L2.Streaming.BufferMemory.Mapped, 2, out FrameRing.V4L2.Streaming.CaptureStream? stream));
        Assert.Equal(LibC.EBUSY, Assert.Throws<FrameRingException>(() => device.SetTimings(timings)).Errno);
        stream!.Dispose();
        device.SetTimings(timings);
    }
}
