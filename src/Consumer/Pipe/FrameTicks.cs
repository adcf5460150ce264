using System.Numerics;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Pipe;

/// <summary>Times of frames in ticks of an output rate, computed as ffmpeg 5.1 does (adjust_frame_pts_to_encoder_tb, do_video_out).</summary>
/// <param name="rate">Ticks per second.</param>
internal readonly struct FrameTicks(Rational rate)
{
    private const int MostExtraBits = 16;
    private const double Nudge = 1.0 / (1 << 17);

    internal double PerSecond => rate.ToDouble();

    /// <summary>When the frame is. Its time stamp must be known.</summary>
    internal double TimeOf(in FrameMetadata metadata)
    {
        // A fraction of a few bits, and a little away from it: so the midpoints, where rounding is a matter of luck, are ffmpeg's too.
        int extraBits = Math.Clamp(29 - BitOperations.Log2((uint)rate.Numerator), 0, MostExtraBits);
        Int128 numerator = (Int128)metadata.Pts * metadata.TimeBase.Numerator * ((long)rate.Numerator << extraBits);
        Int128 denominator = (Int128)metadata.TimeBase.Denominator * rate.Denominator;
        Int128 half = denominator / 2;
        double ticks = (double)((numerator >= 0 ? numerator + half : numerator - half) / denominator) / (1 << extraBits);
        return ticks + (ticks > 0 ? Nudge : -Nudge);
    }

    /// <summary>How long the frame is shown: what it says itself if that is half a tick or more, else one frame of the video, and no more than a tick.</summary>
    internal double DurationOf(in FrameMetadata metadata)
    {
        if (metadata.Duration > 0 && metadata.TimeBase.IsKnown)
        {
            double whole = MathF.Round((float)(metadata.Duration * metadata.TimeBase.ToDouble() * PerSecond));
            if (whole > 0)
            {
                return whole;
            }
        }

        return metadata.FrameRate.IsKnown ? Math.Min(PerSecond / metadata.FrameRate.ToDouble(), 1) : 0;
    }
}
