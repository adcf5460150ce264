using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Camera.Tests;

/// <summary>A digital input (HDMI) whose signal changes, goes and comes back.</summary>
[Collection(VividCollection.Name)]
public class SignalTests : CameraTests
{
    private const int Hdmi = 3;
    private const string Selected = "dv_timings_signal_mode=4";
    private const string NoSignal = "dv_timings_signal_mode=1";
    private const string Small = "dv_timings=5";
    private const string Large = "dv_timings=10";

    private static readonly CameraOptions s_options = new() { Path = Vivid.All, Format = FourCC.Parse("NV12"), Channel = Hdmi, RetryDelay = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public void Another_size_is_another_generation_and_readers_follow()
    {
        Choose(Selected, Small);
        using CameraRun run = new(s_options);
        FrameMetadata first = run.Next();
        Assert.Equal((1280, 720, 1UL), (first.CodedWidth, first.CodedHeight, run.Reader.Generation));
        Assert.InRange(first.FrameRate.ToDouble(), 23.9, 24.1);

        Vivid.Control(Vivid.All, Large);
        FrameMetadata next = Until(run, metadata => metadata.CodedWidth == 1920);
        Assert.Equal(1080, next.CodedHeight);
        Assert.Equal(2UL, run.Reader.Generation);
        Assert.Equal(TransferPath.Direct, next.Path);

        // The driver may tell one change more than once, and then the camera is started anew as often. What comes of each start, if anything does
        // before the next one, begins with one break.
        int breaks = run.Discontinuities;
        Assert.True(breaks >= 1 && breaks <= run.Camera.Restarts && run.Camera.Restarts <= 3, $"{breaks} breaks, {run.Camera.Restarts} starts: {run.Remarks}");
        Assert.True(next.Sequence > first.Sequence);

        // A smaller picture fits into the slots that are there.
        Vivid.Control(Vivid.All, Small);
        next = Until(run, metadata => metadata.CodedWidth == 1280);
        Assert.Equal(2UL, run.Reader.Generation);
        Assert.Equal(0UL, run.Reader.Statistics.WriterChanges);
        Assert.Contains("the signal is 1920x1080p24.00", run.Remarks, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_signal_is_waited_for()
    {
        Choose(Selected, Small);
        using CameraRun run = new(s_options);
        ulong before = run.Next().Sequence;
        Vivid.Control(Vivid.All, NoSignal);
        run.WaitFor(() => run.State == SourceState.NoSignal, "no signal");
        Vivid.Control(Vivid.All, Selected);
        run.WaitFor(() => run.State == SourceState.Running, "the signal is back");
        Assert.True(run.Next().Sequence > before);
        Assert.Contains("receives no signal", run.Remarks, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_without_a_signal_at_the_start_begins_when_there_is_one()
    {
        Choose(NoSignal, Small);
        using CameraRun run = new(s_options);
        run.WaitFor(() => run.State == SourceState.NoSignal, "no signal");
        Vivid.Control(Vivid.All, Selected);
        FrameMetadata first = run.Next();
        Assert.Equal((1280, 720), (first.CodedWidth, first.CodedHeight));
        Assert.Equal(TransferPath.Direct, first.Path);
    }

    private static void Choose(string mode, string timings)
    {
        Vivid.Run("v4l2-ctl", "-d", Vivid.All, FormattableString.Invariant($"--set-input={Hdmi}"));
        Vivid.Control(Vivid.All, Selected);
        Vivid.Control(Vivid.All, timings);
        Vivid.Control(Vivid.All, mode);
    }

    private static FrameMetadata Until(CameraRun run, Func<FrameMetadata, bool> isIt)
    {
        for (int i = 0; i < 500; i++)
        {
            FrameMetadata next = run.Next();
            if (isIt(next))
            {
                return next;
            }
        }

        throw new InvalidOperationException($"500 frames without the one that is looked for.\n{run.Remarks}");
    }
}
