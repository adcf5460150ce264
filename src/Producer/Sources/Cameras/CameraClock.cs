using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Waiting;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Time stamps of a camera's frames: microseconds since its first frame. A camera that was gone leaves a gap.</summary>
internal struct CameraClock
{
    private const long NanosecondsPerTick = 1000;

    private long? _first;
    private long _last;

    internal static Rational TimeBase { get; } = new(1, 1_000_000);

    /// <summary>Sets the pts by the driver's time stamp, or by the time of arrival if that is of another clock.</summary>
    /// <param name="metadata">The frame.</param>
    internal void Stamp(ref FrameMetadata metadata)
    {
        long now = MonotonicClock.NowNanoseconds;

        // A stamp from the future would hold up all that follow.
        long time = (metadata.CaptureClock == CaptureClock.Monotonic ? Math.Min(metadata.CaptureTime, now) : now) / NanosecondsPerTick;
        _first ??= time;

        // Two clocks, or a driver that goes back, must not make time stand still or run backwards for a player.
        _last = Math.Max(_last + 1, time - _first.Value + 1);
        metadata.Pts = _last - 1;
    }
}
