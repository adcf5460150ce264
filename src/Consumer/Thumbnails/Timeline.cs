using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>
/// What has been seen of a video, whether pictures were made of it or not. Where time goes back or another producer begins, another
/// part begins.
/// </summary>
internal sealed class Timeline
{
    // Frames come in the order of their times: a small step back is a damaged time stamp.
    private static readonly TimeSpan s_longestStepBack = TimeSpan.FromSeconds(1);

    private TimeSpan _end;
    private TimeSpan _last;
    private int _pictured;
    private bool _isNewProducer = true;

    /// <summary>Number of the part, from 1.</summary>
    internal int Part { get; private set; }

    /// <summary>When the part's first frame begins.</summary>
    internal TimeSpan Start { get; private set; }

    /// <summary>When the last frame ends that was seen in the part of the last picture.</summary>
    internal TimeSpan PicturedEnd { get; private set; }

    internal void BeginProducer() => _isNewProducer = true;

    /// <summary>Whether a frame would begin another part.</summary>
    /// <param name="metadata">What it says.</param>
    /// <param name="time">Its time in the video.</param>
    internal bool Ends(in FrameMetadata metadata, TimeSpan time) =>
        _isNewProducer || time < _last - s_longestStepBack || (time < _last && (metadata.Flags & FrameFlags.Discontinuity) != 0);

    /// <summary>A frame has come.</summary>
    /// <param name="metadata">What it says.</param>
    /// <param name="time">Its time in the video.</param>
    internal void See(in FrameMetadata metadata, TimeSpan time)
    {
        TimeSpan end = time + FrameClock.DurationOf(metadata);
        if (Ends(metadata, time))
        {
            _isNewProducer = false;
            Part++;
            Start = time;
            _end = end;
        }

        _last = time;
        _end = end > _end ? end : _end;
        PicturedEnd = Part == _pictured ? _end : PicturedEnd;
    }

    /// <summary>A picture was made of the last frame that came, or of one before it in the same part.</summary>
    internal void MarkPicture()
    {
        _pictured = Part;
        PicturedEnd = _end;
    }
}
