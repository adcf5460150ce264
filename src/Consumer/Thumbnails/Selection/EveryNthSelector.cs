using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>Every Nth frame by its number in the ring, beginning with the first; frames that were lost count.</summary>
/// <param name="step">From 1.</param>
internal sealed class EveryNthSelector(long step) : IFrameSelector
{
    private ulong? _due;

    public Choice Choose(scoped in FrameView view, TimeSpan time, bool isNewPart, bool isSound) => IsDue(view.Sequence) ? Choice.Take : Choice.Skip;

    internal bool IsDue(ulong sequence)
    {
        _due ??= sequence;

        // A ring that was made anew counts from 1 again.
        bool isNewRing = sequence + (ulong)step < _due;
        if (sequence < _due && !isNewRing)
        {
            return false;
        }

        ulong beats = isNewRing ? 0 : (sequence - _due.Value) / (ulong)step;
        _due = (isNewRing ? sequence : _due.Value) + ((beats + 1) * (ulong)step);
        return true;
    }

    public void Dispose()
    {
    }
}
