using FrameRing.Layout;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>When a frame is, in the time of its video; frames without a time stamp count from the first one's publication.</summary>
internal sealed class FrameClock
{
    private const double NanosecondsPerSecond = 1e9;

    // Of two such times the sum is a TimeSpan still; the time of day of our age, in seconds, is far below.
    private const double MaxSeconds = 4e11;

    private long? _origin;

    internal TimeSpan TimeOf(in FrameMetadata metadata)
    {
        if (metadata.Pts != FrameMetadata.NoPts && metadata.TimeBase.IsKnown)
        {
            return ToTime(metadata.Pts * metadata.TimeBase.ToDouble());
        }

        _origin ??= metadata.PublishTime;
        return ToTime((metadata.PublishTime - _origin.Value) / NanosecondsPerSecond);
    }

    internal static TimeSpan DurationOf(in FrameMetadata metadata) =>
        metadata.Duration > 0 && metadata.TimeBase.IsKnown ? ToTime(metadata.Duration * metadata.TimeBase.ToDouble())
        : metadata.FrameRate.IsKnown ? ToTime(1 / metadata.FrameRate.ToDouble())
        : TimeSpan.FromMilliseconds(40);

    // A damaged file may say anything; what no clock can show is cut off.
    private static TimeSpan ToTime(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -MaxSeconds, MaxSeconds));
}
