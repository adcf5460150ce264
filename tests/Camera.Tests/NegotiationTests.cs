using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Camera.Tests;

/// <summary>What was asked for, what the driver made of it, and what the user is told.</summary>
[Collection(VividCollection.Name)]
public class NegotiationTests : CameraTests
{
    [Fact]
    public void What_the_driver_changes_is_told()
    {
        using CameraRun run = new(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("NV12"), Size = (1300, 700), FrameRate = new Rational(61, 1) });
        FrameMetadata metadata = run.Next();
        Assert.Equal((1280, 720), (metadata.CodedWidth, metadata.CodedHeight));
        Assert.Equal(new Rational(25, 2), metadata.FrameRate);
        Assert.Contains("the driver changed the size from 1300x700 to 1280x720", run.Remarks, StringComparison.Ordinal);
        Assert.Contains("the driver changed the frame rate from 61 to 12.5 frames/s", run.Remarks, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_wishes_the_camera_stays_as_it_is_set()
    {
        Vivid.Run("v4l2-ctl", "-d", Vivid.All, "--set-fmt-video=width=640,height=360,pixelformat=UYVY");
        using CameraRun run = new(new CameraOptions { Path = Vivid.All });
        FrameMetadata metadata = run.Next();
        Assert.Equal((FourCC.Parse("UYVY"), 640, 360), (metadata.Format, metadata.CodedWidth, metadata.CodedHeight));
    }

    [Fact]
    public void A_format_that_no_ring_has_gives_way_to_one_that_it_has()
    {
        Vivid.Run("v4l2-ctl", "-d", Vivid.All, "--set-fmt-video=width=640,height=360,pixelformat=HSV3");
        using CameraRun run = new(new CameraOptions { Path = Vivid.All });
        FrameMetadata metadata = run.Next();
        Assert.Equal((640, 360), (metadata.CodedWidth, metadata.CodedHeight));
        Assert.True(PixelFormats.TryGet(metadata.Format, out _));
    }

    [Fact]
    public void Rate_and_times_are_those_of_the_driver()
    {
        using CameraRun run = new(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("NV12"), Size = (320, 180), FrameRate = new Rational(25, 1) });
        FrameMetadata first = run.Next();
        FrameMetadata last = first;
        Assert.Equal(new Rational(25, 1), first.FrameRate);
        for (int i = 0; i < 25; i++)
        {
            FrameMetadata next = run.Next();
            Assert.InRange(next.Pts - last.Pts - ((next.CaptureTime - last.CaptureTime) / 1000), -1, 1);
            Assert.True(next.PublishTime >= next.CaptureTime, "a frame was published before it was captured");
            Assert.Equal(CaptureInstant.StartOfExposure, next.CaptureInstant);
            last = next;
        }

        // One frame of tolerance: the driver stamps when its thread runs.
        double frames = last.DeviceSequence - first.DeviceSequence;
        Assert.InRange((last.CaptureTime - first.CaptureTime) / 40e6, frames - 1, frames + 1);
    }

    [Fact]
    public void A_format_that_the_camera_lacks_is_an_error_that_lists_those_it_has()
    {
        ToolException e = Assert.Throws<ToolException>(() => new CameraSource(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("MJPG") }, CancellationToken.None));
        Assert.Contains("has no format MJPG. It has: YUYV, UYVY", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, Interlacing.TopFieldFirst, 720, 576)]
    [InlineData(0, Interlacing.Progressive, 640, 360)]
    public void Fields_are_told(int channel, Interlacing expected, int width, int height)
    {
        using CameraRun run = new(new CameraOptions { Path = Vivid.All, Channel = channel, Format = FourCC.Parse("NV12"), Size = (width, height) });
        FrameMetadata metadata = run.Next();
        Assert.Equal(expected, metadata.Interlacing);
        Assert.Equal((width, height), (metadata.CodedWidth, metadata.CodedHeight));
    }

    [Fact]
    public void A_camera_that_another_program_uses_says_which()
    {
        using Tool other = Tool.Start("/usr/bin/v4l2-ctl", TimeSpan.FromSeconds(30), "-d", Vivid.All, "--stream-mmap", "--stream-count=100000", "--stream-to=/dev/null");

        // It shows a sign for each frame.
        other.WaitForError("<");
        FrameRingException e = Assert.Throws<FrameRingException>(() => new CameraSource(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("NV12"), Size = (320, 180) }, CancellationToken.None));
        Assert.Equal(FrameRingError.DeviceBusy, e.Error);
        Assert.Contains(FormattableString.Invariant($"in use by v4l2-ctl (process {other.Id})"), e.Message, StringComparison.Ordinal);
    }
}
