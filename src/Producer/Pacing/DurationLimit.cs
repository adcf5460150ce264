using FrameRing.Layout;

namespace FrameRing.Producer.Pacing;

/// <summary>Stops after so much video, counted from the first frame, wherever in the file that is.</summary>
internal sealed class DurationLimit(TimeSpan? duration)
{
    private double? _first;

    /// <summary>So much video; null for no limit.</summary>
    internal TimeSpan? Length => duration;

    internal bool IsReached(in FrameMetadata metadata)
    {
        if (duration is not TimeSpan limit || metadata.Pts == FrameMetadata.NoPts || !metadata.TimeBase.IsKnown)
        {
            return false;
        }

        double time = metadata.Pts * metadata.TimeBase.ToDouble();
        _first ??= time;

        // Half a microsecond of tolerance: times like 0.2 s are not exact in binary.
        return time - _first.Value >= limit.TotalSeconds - 5e-7;
    }
}
