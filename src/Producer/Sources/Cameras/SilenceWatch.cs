using FrameRing.Formats;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>
/// How long a camera has given nothing while this process listened. Time in which it did not listen says nothing about the camera: it waited for
/// readers, or did not run at all because it was stopped, or its virtual machine, or the machine is overloaded. All times are in nanoseconds of the monotonic clock.
/// </summary>
/// <param name="stallTimeout">How long a camera may be silent.</param>
internal sealed class SilenceWatch(TimeSpan stallTimeout)
{
    // The first frame of a stream takes longer: sensors warm up, grabbers lock on.
    private static readonly TimeSpan s_firstFrame = TimeSpan.FromSeconds(10);

    // A look waits a quarter of a second for a frame. What is beyond this was not spent with that.
    private const long LongestLook = 500_000_000;

    private long _lookedAt;
    private long _silent;
    private bool _hasHeard;

    /// <summary>How long it has been silent.</summary>
    internal TimeSpan Length => TimeSpan.FromTicks(_silent / TimeSpan.NanosecondsPerTick);

    /// <summary>A stream has started.</summary>
    internal void Start(long now) => (_lookedAt, _silent, _hasHeard) = (now, 0, false);

    /// <summary>A frame has come, whatever became of it.</summary>
    internal void Hear(long now) => (_lookedAt, _silent, _hasHeard) = (now, 0, true);

    /// <summary>A look has found nothing.</summary>
    /// <param name="now">When it ended.</param>
    /// <param name="frameRate">Of the stream, if that is known: a camera that gives a picture every ten seconds is not silent in between.</param>
    /// <returns>Whether the camera has been silent for too long.</returns>
    internal bool IsTooLong(long now, Rational frameRate)
    {
        _silent += Math.Min(now - _lookedAt, LongestLook);
        _lookedAt = now;
        TimeSpan limit = frameRate.IsKnown ? Max(stallTimeout, TimeSpan.FromSeconds(4 / frameRate.ToDouble())) : stallTimeout;
        return Length > (_hasHeard ? limit : Max(limit * 2, s_firstFrame));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
