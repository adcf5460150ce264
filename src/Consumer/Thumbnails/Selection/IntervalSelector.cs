using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>One frame every so much time of the video, beginning with the first. Keeps its beat: a late frame does not delay the next one.</summary>
/// <param name="interval">More than 0.</param>
internal sealed class IntervalSelector(TimeSpan interval) : IFrameSelector
{
    private TimeSpan _first;
    private TimeSpan? _due;

    public Choice Choose(scoped in FrameView view, TimeSpan time, bool isNewPart, bool isSound) => IsDue(time, isNewPart) ? Choice.Take : Choice.Skip;

    internal bool IsDue(TimeSpan time, bool isNewPart)
    {
        if (_due is null || isNewPart)
        {
            _first = time;
            _due = time;
        }

        if (time < _due)
        {
            return false;
        }

        long beats = (time - _first).Ticks / interval.Ticks;
        _due = _first + ((beats + 1) * interval);
        return true;
    }

    public void Dispose()
    {
    }
}
