using System.Globalization;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Pipe;

/// <summary>
/// Says how often frames are written so that the output has a constant rate: the rule of ffmpeg 5.1 for <c>-vsync cfr</c> of a single
/// stream (VSCFR in do_video_out), with the first frame at once. Allocates nothing per frame.
/// </summary>
/// <param name="rate">Frames per second of the output.</param>
/// <param name="longestGap">A longer one is no gap but time that begins anew, or a pause of an hour would be an hour of copies.</param>
/// <param name="most">How many frames are written at most; null for any number.</param>
internal sealed class ConstantRate(Rational rate, TimeSpan longestGap, long? most)
{
    // ffmpeg's thresholds: how far a frame may be from its tick before one is repeated or dropped.
    private const double Threshold = 1.1;
    private const double MoreThanHalf = 0.6;

    // Frames come in the order of their times. A small step back is a damaged time stamp, a large one is another beginning.
    private const double LongestStepBackSeconds = 1;

    private readonly FrameTicks _ticks = new(rate);
    private readonly double _longestGap = Math.Max(longestGap.TotalSeconds * rate.ToDouble(), 2);
    private (long Newest, long Middle, long Oldest) _repeats;
    private double _offset;
    private double _last;
    private long _next;
    private bool _isFirst = true;
    private bool _isNewBeginning;
    private bool _isPreviousDropped;
    private bool _hasToldJump;
    private bool _hasToldUntimed;
    private string? _remark;

    internal long Written { get; private set; }

    internal long Duplicated { get; private set; }

    internal long Dropped { get; private set; }

    /// <summary>How often the time of one producer's frames began anew.</summary>
    internal long Jumps { get; private set; }

    internal bool IsComplete => Written == most;

    /// <summary>The next frame's time has nothing to do with that of the one before.</summary>
    internal void BeginAnew() => _isNewBeginning = !_isFirst;

    /// <summary>Something to tell the user; null if there is nothing, or it has been told.</summary>
    internal string? TakeRemark()
    {
        string? remark = _remark;
        _remark = null;
        return remark;
    }

    /// <summary>Finds the place of the next frame.</summary>
    internal Copies Place(in FrameMetadata metadata)
    {
        if (metadata.Pts == FrameMetadata.NoPts || !metadata.TimeBase.IsKnown)
        {
            TellUntimed();
            _isFirst = false;
            _isNewBeginning = true;
            return Count(0, 1, hasFrame: true);
        }

        double duration = Math.Min(_ticks.DurationOf(metadata), _longestGap);
        double time = _ticks.TimeOf(metadata) + _offset;
        if (_isNewBeginning || IsJump(time, metadata))
        {
            _offset += _next - time;
            time = _next;
        }
        else if (_isFirst && Math.Abs(time) >= 0.5)
        {
            // Nothing is written for the time before the first frame.
            _next = (long)Math.Round(time);
            time = _next;
        }

        _isFirst = _isNewBeginning = false;
        _last = time;
        double drift = time - _next;
        double end = drift + duration;
        drift = drift < 0 && end > 0 ? 0 : drift;
        return end < -Threshold ? Count(0, 0, hasFrame: true)
            : end > Threshold ? Count(drift > Threshold ? Round(drift - MoreThanHalf) : 0, Round(end), hasFrame: true)
            : Count(0, 1, hasFrame: true);
    }

    /// <summary>How often the last frame is repeated at the end: ffmpeg takes the median of what the last three did.</summary>
    internal long End()
    {
        (long a, long b, long c) = _repeats;
        long median = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        return Count(median, median, hasFrame: false).OfPrevious;
    }

    private bool IsJump(double time, in FrameMetadata metadata)
    {
        double back = _last - time;
        bool isBack = back > LongestStepBackSeconds * _ticks.PerSecond || (back > 0 && (metadata.Flags & FrameFlags.Discontinuity) != 0);
        bool isFar = time - _next > _longestGap;
        if (_isFirst || (!isBack && !isFar))
        {
            return false;
        }

        Jumps++;
        if (!_hasToldJump)
        {
            _hasToldJump = true;
            _remark = string.Create(CultureInfo.InvariantCulture, $"time goes {(isBack ? "back" : "forward")} by {Math.Abs(back) / _ticks.PerSecond:0.###} s; the output goes on as if it had not{(isBack ? string.Empty : " (--max-gap)")}");
        }

        return true;
    }

    private void TellUntimed()
    {
        if (!_hasToldUntimed)
        {
            _hasToldUntimed = true;
            _remark = "frames without a time stamp are written once each";
        }
    }

    // A frame that was dropped is still there to be repeated; then it was not dropped after all.
    private Copies Count(long ofPrevious, long all, bool hasFrame)
    {
        all = Math.Min(all, (most ?? long.MaxValue) - Written);
        ofPrevious = Math.Min(ofPrevious, all);
        _repeats = (ofPrevious, _repeats.Newest, _repeats.Middle);
        Dropped += ofPrevious == 0 && _isPreviousDropped ? 1 : 0;
        int own = (ofPrevious > 0 && _isPreviousDropped ? 1 : 0) + (all > ofPrevious ? 1 : 0);
        Duplicated += Math.Max(0, all - own);
        _isPreviousDropped = all == ofPrevious && hasFrame;
        Written += all;
        _next += all;
        return new Copies(ofPrevious, all - ofPrevious);
    }

    // As ffmpeg's llrintf of counts of frames: in single precision, halves to even.
    private static long Round(double ticks) => (long)MathF.Round((float)ticks);
}
