using FrameRing.Formats;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Which of a camera's formats to take if the user has not said.</summary>
internal static class FormatChoice
{
    /// <summary>Whether frames of that format can be put into a ring.</summary>
    internal static bool IsUsable(FourCC code) => CaptureLayout.IsKnown(code) || CompressedFormats.TryGet(code, out _);

    /// <summary>
    /// The format that has the wished size and rate; among those a raw one before a compressed one, and what is set already before others.
    /// USB cameras have large pictures at a full rate only as MJPG, so a rate or a size that was asked for may well choose that.
    /// </summary>
    internal static FourCC Choose(VideoDevice device, CaptureFormat current, int width, int height, CameraOptions wishes)
    {
        Rational? rate = wishes.FrameRate;
        if (wishes.Size is null && IsUsable(current.Code) && (rate is null || HasRate(device.GetFrameIntervals(current.Code, width, height), rate.Value.ToDouble())))
        {
            return current.Code;
        }

        FourCC best = current.Code;
        int bestScore = -1;
        foreach (FormatDescription format in device.GetFormats())
        {
            int score = IsUsable(format.Code) ? Score(device, format, width, height, rate) + (format.Code == current.Code ? 1 : 0) : -1;
            (best, bestScore) = score > bestScore ? (format.Code, score) : (best, bestScore);
        }

        return best;
    }

    private static int Score(VideoDevice device, FormatDescription format, int width, int height, Rational? rate)
    {
        IReadOnlyList<FrameSizeRange> sizes = device.GetFrameSizes(format.Code);
        bool hasSize = sizes.Count == 0 || sizes.Any(size => size.Contains(width, height));
        bool hasRate = rate is null || !hasSize || HasRate(device.GetFrameIntervals(format.Code, width, height), rate.Value.ToDouble());
        return (hasSize ? 8 : 0) + (hasRate ? 4 : 0) + (format.IsCompressed ? 0 : 2);
    }

    private static bool HasRate(IReadOnlyList<FrameIntervalRange> intervals, double rate) =>
        intervals.Count == 0 || intervals.Any(interval => interval.Contains(rate));
}
