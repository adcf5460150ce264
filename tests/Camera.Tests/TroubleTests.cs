using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Reading;

namespace FrameRing.Camera.Tests;

/// <summary>What goes wrong in a driver, on purpose: lost frames, damaged buffers, dead streams, a camera that goes and comes back.</summary>
[Collection(VividCollection.Name)]
public class TroubleTests : CameraTests
{
    private static readonly CameraOptions s_fast = new()
    {
        Path = Vivid.All,
        Format = FourCC.Parse("NV12"),
        Size = (320, 180),
        FrameRate = new Rational(50, 1),
        Channel = 0,
        RetryDelay = TimeSpan.FromMilliseconds(200),
    };

    [Fact]
    public void Gaps_in_the_drivers_counter_are_counted()
    {
        using CameraRun run = new(s_fast);
        FrameMetadata first = run.Next();
        Vivid.Control(Vivid.All, "percentage_of_dropped_buffers=40");
        FrameMetadata last = first;
        uint missing = 0;
        for (int i = 0; i < 60; i++)
        {
            FrameMetadata next = run.Next();
            // What this slow reader itself has lost is no gap of the driver's.
            missing += next.DeviceSequence - last.DeviceSequence - (uint)(next.Sequence - last.Sequence);
            last = next;
        }

        Vivid.Control(Vivid.All, "percentage_of_dropped_buffers=0");
        Assert.True(missing > 0, "the driver has dropped nothing");
        Assert.Equal(missing, last.DeviceDropCount - first.DeviceDropCount);
        Assert.True(run.Camera.LostByDevice >= missing);
    }

    [Fact]
    public void A_buffer_with_an_error_is_counted_and_not_published()
    {
        using CameraRun run = new(s_fast);
        FrameMetadata last = run.Next();
        Vivid.Control(Vivid.All, "inject_v4l2_buf_flag_error=1");
        run.WaitFor(() => run.Camera.ErrorBuffers == 1, "the damaged buffer");
        FrameMetadata next = run.Next();
        Assert.True(next.DeviceSequence > last.DeviceSequence);
        Assert.Equal(0L, run.Camera.Restarts);
        Assert.Equal(0UL, run.Statistics.Dropped);
    }

    [Fact]
    public void A_fatal_error_of_the_driver_starts_the_camera_anew()
    {
        using CameraRun run = new(s_fast);
        ulong before = run.Next().Sequence;
        Vivid.Control(Vivid.All, "inject_fatal_streaming_error=1");
        run.WaitFor(() => run.Camera.Restarts == 1, "the restart");
        run.WaitFor(() => run.Discontinuities == 1, "the frame that tells of the break");
        Assert.True(run.Next().Sequence > before);
        Assert.Equal(1UL, run.Reader.Generation);
        Assert.Contains("has failed", run.Remarks, StringComparison.Ordinal);
        Assert.Contains("is running again, NV12 320x180 at 50 frames/s", run.Remarks, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_is_disconnected_comes_back_into_the_same_ring()
    {
        byte[] expected = Vivid.Picture(Vivid.All, "NV12", 320, 180);
        using CameraRun run = new(s_fast);
        ulong before = run.Next().Sequence;

        // The driver takes all its nodes away, and gives them back when the last of them has been closed.
        Vivid.Control(Vivid.All, "disconnect=1");
        run.WaitFor(() => run.Discontinuities == 1, "the first frame afterwards");
        FrameMetadata next = run.Next(out byte[] picture);
        Assert.True(next.Sequence > before);
        Assert.Equal(TransferPath.Direct, next.Path);
        Assert.True(expected.AsSpan().SequenceEqual(picture));
        Assert.Equal(1UL, run.Reader.Generation);
        Assert.Equal(0UL, run.Reader.Statistics.WriterChanges);
        Assert.Equal(1L, run.Camera.Restarts);
        Assert.Contains($"the camera '{Vivid.All}' is gone; waiting for it", run.Remarks, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_is_unplugged_while_it_streams_is_waited_for()
    {
        byte[] expected = Vivid.Picture(Vivid.All, "NV12", 320, 180);
        using CameraRun run = new(s_fast);
        ulong before = run.Next().Sequence;
        File.WriteAllText("/sys/bus/platform/drivers/vivid/unbind", "vivid.0");
        run.WaitFor(() => run.State == SourceState.Gone, "the camera is gone");
        Assert.False(File.Exists(Vivid.All));

        // Nothing of the camera is open any more, else the driver could not be removed.
        Vivid.Unload();
        Assert.Equal(SourceState.Gone, run.State);
        Vivid.Load();
        run.WaitFor(() => run.State == SourceState.Running, "the camera is back");
        Assert.True(run.Next(out byte[] picture).Sequence > before);

        // It was quicker than the test, which takes the moving text out of the new driver's pictures.
        for (int frame = 0; frame < 500 && !expected.AsSpan().SequenceEqual(picture); frame++)
        {
            run.Next(out picture);
        }

        Assert.True(expected.AsSpan().SequenceEqual(picture));
        Assert.Equal(1UL, run.Reader.Generation);
    }

    [Fact]
    public void Without_reconnection_a_camera_that_is_gone_is_the_end()
    {
        using CameraRun run = new(s_fast with { Reconnects = false });
        run.Next();
        Vivid.Control(Vivid.All, "disconnect=1");
        run.WaitFor(() => run.Failure is not null, "the failure");
        Assert.Equal($"The camera '{Vivid.All}' is gone.", run.Failure);
    }

    [Fact]
    public void Readers_that_hold_frames_cost_frames_and_never_the_camera()
    {
        using CameraRun run = new(s_fast, slots: 6, leases: true);
        List<FrameLease> leases = [];
        while (leases.Count < 4)
        {
            if (run.Reader.WaitNext(TimeSpan.FromSeconds(20), CancellationToken.None, out FrameView view) == ReadStatus.Ok
                && run.Reader.TryLease(view, out FrameLease lease) == ReadStatus.Ok)
            {
                leases.Add(lease);
            }
        }

        // Four of six slots are held, two are the driver's: nothing can be published, and the camera runs on.
        ulong published = 0;
        run.WaitFor(() => run.Statistics.Dropped > 0, "the first dropped frame");
        published = run.Statistics.Published;
        ulong dropped = run.Statistics.Dropped;
        run.WaitFor(() => run.Statistics.Dropped >= dropped + 25, "25 more dropped frames");
        Assert.Equal(published, run.Statistics.Published);
        Assert.Equal(0L, run.Camera.Restarts);
        leases.ForEach(lease => lease.Dispose());
        run.WaitFor(() => run.Statistics.Published >= published + 25, "frames again");
        Assert.Equal(0L, run.Camera.Restarts);
    }
}
