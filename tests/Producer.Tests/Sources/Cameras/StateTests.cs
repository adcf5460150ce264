using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Testing;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2;
using FrameRing.V4L2.Streaming;
using Tmds.Linux;

namespace FrameRing.Producer.Tests.Sources.Cameras;

/// <summary>From one state of a camera to the next: start, stream, silence, loss, return, change, end.</summary>
public class StateTests
{
    private static readonly CameraOptions s_camera = new() { Path = "/dev/video0" };

    [Fact]
    public void Frames_lie_where_the_driver_put_them()
    {
        FakeCamera camera = new();
        using FakeRun run = new(new FakeMachine(camera));
        for (int i = 0; i < 50; i++)
        {
            FrameMetadata metadata = run.Frame();
            Assert.Equal(TransferPath.Direct, metadata.Path);
            Assert.Equal((uint)i, metadata.DeviceSequence);
            Assert.Equal(Reading.ReadStatus.Ok, run.Reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out Reading.FrameView view));
            Assert.All(view.GetRow(0, 0).ToArray(), value => Assert.Equal((byte)i, value));
            Assert.Equal(Reading.ReadStatus.Ok, view.Validate());
        }

        Assert.Equal(50UL, run.Writer.Statistics.Direct);
        Assert.Equal(0UL, run.Writer.Statistics.Copied);
    }

    [Fact]
    public void The_driver_has_never_less_than_two_buffers()
    {
        FakeCamera camera = new();
        using FakeRun run = new(new FakeMachine(camera), slots: 3);
        for (int i = 0; i < 20; i++)
        {
            run.Frame();
            Assert.True(camera.QueuedCount >= 2, $"{camera.QueuedCount} buffers are left to the driver");
        }
    }

    [Fact]
    public void Memory_that_the_driver_refuses_is_not_offered_again()
    {
        FakeCamera camera = new();
        camera.Fail("VIDIOC_QBUF", LibC.EFAULT);
        using FakeRun run = new(new FakeMachine(camera));
        Assert.Equal(TransferPath.Copied, run.Frame().Path);
        Assert.Contains("one copy per frame", Assert.Single(run.Remarks), StringComparison.Ordinal);
        Assert.Contains("errno 14", run.Remarks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_the_driver_refuses_is_an_error_if_there_must_be_no_copy()
    {
        FakeCamera camera = new();
        camera.Fail("VIDIOC_QBUF", LibC.EFAULT);
        using FakeRun run = new(new FakeMachine(camera), s_camera with { Io = IoMethod.UserPointer });
        run.Until(() => run.Failure is not null);
        Assert.Contains("does not start: the driver refuses the memory", run.Failure, StringComparison.Ordinal);
        Assert.Equal(SourceStatus.Ended, run.Step(out _));
    }

    [Fact]
    public void Memory_that_the_driver_refuses_later_is_copied_from_then_on()
    {
        FakeCamera camera = new();
        camera.Fail("VIDIOC_QBUF", LibC.EFAULT, after: 6);
        using FakeRun run = new(new FakeMachine(camera));
        run.Until(() => run.Writer.Statistics.Copied > 3);
        Assert.True(run.Writer.Statistics.Direct > 0, "no frame went straight into a slot before");
        Assert.Contains("the driver refuses some of the memory; one copy per frame", run.Remarks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_fails_for_a_moment_does_not_cost_copies_for_ever()
    {
        FakeCamera camera = new();
        using FakeRun run = new(new FakeMachine(camera));
        run.Frame();
        camera.Unplug();
        run.Until(() => run.Writer.SourceState == SourceState.Gone);
        camera.Fail("VIDIOC_STREAMON", LibC.EIO);
        camera.PlugIn();
        Assert.Equal(TransferPath.Direct, run.Frame().Path);
    }

    [Fact]
    public void A_format_that_another_program_sets_in_between_is_not_taken_for_the_agreed_one()
    {
        FakeCamera camera = new();
        FakeMachine machine = new(camera);
        using FakeRun run = new(machine, s_camera with { Size = (640, 480) });
        using (VideoDevice other = machine.Open())
        {
            Assert.Equal(1280, other.SetFormat(other.GetFormat().Code, 1280, 720).Width);
        }

        FrameMetadata metadata = run.Frame();
        Assert.Equal((640, 480), (metadata.CodedWidth, metadata.CodedHeight));
        Assert.Contains("another program has changed the format", run.Remarks[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_without_loss_that_stands_still_is_given_up(bool intoSlots)
    {
        FakeCamera camera = new();
        using FakeRun run = new(
            new FakeMachine(camera),
            s_camera with { Io = intoSlots ? IoMethod.UserPointer : IoMethod.Mapped },
            lossless: TimeSpan.FromMilliseconds(300));
        run.Until(() => run.Writer.Statistics.Dropped > 0);
        long end = Environment.TickCount64 + 20_000;
        while (run.Writer.Statistics.Evicted == 0)
        {
            Assert.True(Environment.TickCount64 < end, "the reader is waited for without end");
            run.Step(out _);
        }

        ulong published = run.Writer.Statistics.Published;
        run.Until(() => run.Writer.Statistics.Published > published + 20);
    }

    [Fact]
    public void A_driver_without_memory_of_others_is_copied_from()
    {
        FakeCamera camera = new() { Memories = [BufferMemory.Mapped] };
        using FakeRun run = new(new FakeMachine(camera));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(TransferPath.Copied, run.Frame().Path);
            run.Reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out Reading.FrameView view);
            Assert.All(view.GetRow(0, 0).ToArray(), value => Assert.Equal((byte)i, value));
        }

        Assert.Equal(20UL, run.Writer.Statistics.Copied);
    }

    [Fact]
    public void Damaged_and_short_buffers_are_counted_and_not_published()
    {
        FakeCamera camera = new() { Frames = number => new FakeFrame { HasError = number % 5 == 1, BytesUsed = number % 5 == 3 ? 100 : null } };
        using FakeRun run = new(new FakeMachine(camera));
        for (int i = 0; i < 30; i++)
        {
            Assert.Contains(run.Frame().DeviceSequence % 5, new uint[] { 0, 2, 4 });
        }

        Assert.Equal(10, run.Camera.ErrorBuffers);
        Assert.Equal(10, run.Camera.ShortBuffers);
        Assert.Equal(0, run.Camera.LostByDevice);
    }

    [Fact]
    public void Gaps_are_counted_and_told_with_each_frame()
    {
        FakeCamera camera = new() { Frames = number => new FakeFrame { Lost = number == 3 ? 4u : 0 } };
        using FakeRun run = new(new FakeMachine(camera));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0u, run.Frame().DeviceDropCount);
        }

        Assert.Equal(4u, run.Frame().DeviceDropCount);
        Assert.Equal(4u, run.Frame().DeviceDropCount);
        Assert.Equal(4, run.Camera.LostByDevice);
    }

    [Fact]
    public void A_camera_that_falls_silent_is_started_anew()
    {
        FakeCamera camera = new() { SkipsWaits = false };
        camera.Frames = number => number < 3 || camera.Calls.Count(call => call == "open") > 1 ? new FakeFrame() : null;
        using FakeRun run = new(new FakeMachine(camera), s_camera with { StallTimeout = TimeSpan.FromMilliseconds(300) });
        for (int i = 0; i < 4; i++)
        {
            run.Frame();
        }

        Assert.Equal(1, run.Camera.Restarts);
        Assert.Contains("has given no frame for", run.Remarks[0], StringComparison.Ordinal);
        Assert.Equal(1, camera.OpenCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_camera_that_is_unplugged_is_closed_and_waited_for(bool intoSlots)
    {
        FakeCamera camera = new();
        using FakeRun run = new(new FakeMachine(camera), s_camera with { Io = intoSlots ? IoMethod.UserPointer : IoMethod.Mapped });
        ulong before = run.Frame().Sequence;
        camera.Unplug();
        run.Until(() => run.Writer.SourceState == SourceState.Gone);
        Assert.Equal(0, camera.OpenCount);
        Assert.Equal(0, run.Writer.LiveClaims);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(SourceStatus.Waiting, run.Step(out _));
        }

        camera.PlugIn();
        FrameMetadata next = run.Frame();
        Assert.True((next.Flags & FrameFlags.Discontinuity) != 0, "the break is not told");
        Assert.Equal(SourceState.Running, run.Writer.SourceState);
        Assert.Equal(1, run.Camera.Restarts);
        Assert.True((run.Frame().Flags & FrameFlags.Discontinuity) == 0, "the break is told twice");
        Assert.Equal(2, run.Remarks.Count);
        Assert.Equal(0UL, before);
    }

    [Fact]
    public void Without_reconnection_it_is_the_end()
    {
        FakeCamera camera = new();
        using FakeRun run = new(new FakeMachine(camera), s_camera with { Reconnects = false });
        run.Frame();
        camera.Unplug();
        Assert.Equal(SourceStatus.Ended, run.Step(out _));
        Assert.Equal("The camera '/dev/video0' is gone.", run.Failure);
        Assert.Equal(SourceStatus.Ended, run.Step(out _));
    }

    [Fact]
    public void Another_device_of_the_same_name_is_left_alone()
    {
        FakeCamera camera = new();
        FakeMachine machine = new(camera);
        using FakeRun run = new(machine);
        run.Frame();
        camera.Unplug();
        FakeCamera other = new() { Card = "Somebody else's" };
        machine.Remove("/dev/video0");
        machine.Add(other, "/dev/video0");
        run.Until(() => run.Remarks.Count == 2);
        Assert.Contains("is another device now, Somebody else's (fake), and is left alone", run.Remarks[1], StringComparison.Ordinal);
        run.Step(out _);
        Assert.Equal(0, other.OpenCount);
        Assert.DoesNotContain("VIDIOC_STREAMON", other.Calls);
        machine.Remove("/dev/video0");
        camera.PlugIn();
        machine.Add(camera, "/dev/video0");
        run.Frame();
    }

    [Fact]
    public void A_camera_that_others_use_when_it_comes_back_is_told_once_and_waited_for()
    {
        FakeCamera camera = new();
        using FakeRun run = new(new FakeMachine(camera));
        run.Frame();
        camera.Unplug();
        run.Until(() => run.Remarks.Count == 1);
        camera.PlugIn();
        camera.IsBusy = true;
        for (int i = 0; i < 10; i++)
        {
            run.Step(out _);
        }

        Assert.Equal(2, run.Remarks.Count);
        Assert.Contains("the device is in use", run.Remarks[1], StringComparison.Ordinal);
        camera.IsBusy = false;
        run.Frame();
    }

    [Theory]
    [InlineData("VIDIOC_STREAMON", 5)]
    [InlineData("VIDIOC_REQBUFS", 12)]
    public void A_start_that_fails_is_an_error_and_leaves_nothing_open(string call, int errno)
    {
        FakeCamera camera = new();
        FakeMachine machine = new(camera);
        FakeRun run = new(machine, s_camera with { Io = IoMethod.Mapped });
        camera.Fail(call, errno);
        run.Until(() => run.Failure is not null);
        Assert.Equal(SourceStatus.Ended, run.Step(out _));
        run.Dispose();
        Assert.Equal(0, camera.OpenCount);
        Assert.Equal(0, camera.MappedCount);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(32)]
    public void A_driver_that_reports_an_error_is_started_anew(int errno)
    {
        FakeCamera camera = new();
        camera.Fail("VIDIOC_DQBUF", errno, after: 3);
        using FakeRun run = new(new FakeMachine(camera));
        for (int i = 0; i < 5; i++)
        {
            run.Frame();
        }

        Assert.Equal(1, run.Camera.Restarts);
        Assert.Contains("has failed: its driver reports an error", run.Remarks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_signal_begins_a_generation()
    {
        FakeCamera camera = new() { HasSourceChange = true, Inputs = [new FakeInput("HDMI") { IsDigital = true }], Signal = new FakeSignal(640, 360, 30) };
        using FakeRun run = new(new FakeMachine(camera));
        FrameMetadata first = run.Frame();
        Assert.Equal((640, 360), (first.CodedWidth, first.CodedHeight));
        camera.ChangeSource(new FakeSignal(1280, 720, 30));
        FrameMetadata next = run.Frame();
        Assert.Equal((1280, 720, 2UL), (next.CodedWidth, next.CodedHeight, run.Writer.Generation));
        camera.ChangeSource(null, LibC.ENOLINK);
        run.Until(() => run.Writer.SourceState == SourceState.NoSignal);
        Assert.Equal(0, run.Writer.LiveClaims);
        camera.ChangeSource(new FakeSignal(640, 360, 30));
        next = run.Frame();
        Assert.Equal((640, 360, 2UL), (next.CodedWidth, next.CodedHeight, run.Writer.Generation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_larger_signal_for_which_there_is_no_segment_is_waited_for(bool reconnects)
    {
        bool isAllowed = IpcNamespace.TryRun(
            () =>
            {
                FakeCamera camera = new() { HasSourceChange = true, Inputs = [new FakeInput("HDMI") { IsDigital = true }], Signal = new FakeSignal(640, 360, 30) };
                using FakeRun run = new(new FakeMachine(camera), s_camera with { Reconnects = reconnects });
                run.Frame();

                // The page and the frames are all that there can be.
                IpcNamespace.SetLimit("shmmni", $"2");
                camera.ChangeSource(new FakeSignal(1280, 720, 30));
                run.Until(() => run.Remarks.Any(remark => remark.Contains("larger slots", StringComparison.Ordinal)));
                Assert.Null(run.Failure);
                for (int i = 0; i < 5; i++)
                {
                    Assert.Equal(SourceStatus.Waiting, run.Step(out _));
                }

                string told = Assert.Single(run.Remarks, remark => remark.Contains("larger slots", StringComparison.Ordinal));
                Assert.Contains("kernel.shmmni", told, StringComparison.Ordinal);
                IpcNamespace.SetLimit("shmmni", $"4");
                FrameMetadata next = run.Frame();
                Assert.Equal((1280, 720, 2UL), (next.CodedWidth, next.CodedHeight, run.Writer.Generation));
                Assert.Contains(run.Remarks, remark => remark.Contains("could be made", StringComparison.Ordinal));
            },
            out string reason);
        Assert.SkipUnless(isAllowed, reason);
    }

    [Fact]
    public void Nodes_of_metadata_are_no_cameras()
    {
        FakeCamera metadata = new() { Capabilities = DeviceCapabilities.MetadataCapture | DeviceCapabilities.Streaming };
        ToolException e = Assert.Throws<ToolException>(() => new FakeRun(new FakeMachine(metadata)));
        Assert.Contains("gives metadata, not pictures", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, metadata.OpenCount);
    }
}
