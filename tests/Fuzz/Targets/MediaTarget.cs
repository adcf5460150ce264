using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Consumer.FrameMd5;
using FrameRing.Consumer.Pipe;
using FrameRing.Consumer.Reading;
using FrameRing.Consumer.Thumbnails;
using FrameRing.Formats;
using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Media.Frames;
using FrameRing.Reading;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// What is behind the reader: the AVFrame over a slot, whose pointers libswscale follows, the rows that a pipe gets, and the consumer's
/// outputs. The ring's guard behind the last slot may be read here, which it is there for.
/// </summary>
internal sealed unsafe class MediaTarget : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly SegmentMutator _mutator;
    private readonly GuardedReaders _readers;
    private readonly FrameWrapper _wrapper = new();
    private readonly OutputFile _nothing = OutputFile.Create("/dev/null");
    private readonly Thumbnails _thumbnails = new();

    internal MediaTarget()
    {
        _nothing.Begin(CancellationToken.None);
        _mutator = new SegmentMutator(_ring);
        _readers = new GuardedReaders(_ring, 0);
        ffmpeg.av_log_set_level(ffmpeg.AV_LOG_QUIET);
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        _mutator.MutateMoving(random);
        bool scales = random.OneIn(8);
        try
        {
            _readers.Use(random, outcomes, (scoped in FrameView view) => Use(view, scales, outcomes));
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }

        _ring.SegmentImage.Restore();
    }

    public void Dispose()
    {
        _thumbnails.Dispose();
        _nothing.Dispose();
        _wrapper.Dispose();
        _readers.Dispose();
        _ring.Dispose();
    }

    private void Use(scoped in FrameView view, bool scales, Outcomes outcomes)
    {
        try
        {
            CheckPointers(view);
            using FrameMd5Writer hashes = new(_nothing, "fuzz", isVfr: true);
            outcomes.Count(hashes.OnFrame(view));
            ViewProbe.Sink(FrameClock.DurationOf(view.Metadata).Ticks + new FrameClock().TimeOf(view.Metadata).Ticks);
            if (scales)
            {
                _thumbnails.Make(view);
                outcomes.Count("scaled");
            }

            outcomes.Count(new PipeWriter(_nothing, new PipeRequest { IsY4m = true, IsConstantRate = true }).OnFrame(view));
        }
        catch (UnsupportedFormatException)
        {
            outcomes.Count("format refused");
        }
        catch (ToolException)
        {
            outcomes.Count("tool's error");
        }
    }

    private void CheckPointers(scoped in FrameView view)
    {
        AVFrame* frame = _wrapper.Wrap(view);
        FrameGeometry geometry = view.Geometry;
        PixelFormat format = geometry.PixelFormat!;
        byte* slot = view.DangerousGetPlanePointer(0) - geometry.GetPlane(0).Offset;
        for (int plane = 0; plane < geometry.PlaneCount; plane++)
        {
            int rows = format.Rows(plane, geometry.Crop.Height);
            int bytes = (int)format.RowBytes(plane, geometry.Crop.Width);
            foreach (int row in (ReadOnlySpan<int>)[0, rows / 2, rows - 1])
            {
                byte* start = frame->data[(uint)plane] + ((long)row * frame->linesize[(uint)plane]);
                ViewProbe.Read(new ReadOnlySpan<byte>(start, bytes), slot, _ring.Geometry.SlotSize);
                if (!geometry.HasVisibleRows)
                {
                    continue;
                }

                fixed (byte* visible = view.GetVisibleRow(plane, row))
                {
                    FuzzViolation.Require(visible == start, $"row {row} of plane {plane} is not where the AVFrame has it");
                }
            }
        }
    }
}
