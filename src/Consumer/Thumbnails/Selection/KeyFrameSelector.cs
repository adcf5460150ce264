using FrameRing.Formats;
using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>Frames that were coded without reference to others.</summary>
internal sealed class KeyFrameSelector : IFrameSelector
{
    public Choice Choose(scoped in FrameView view, TimeSpan time, bool isNewPart, bool isSound) =>
        (view.Metadata.Flags & FrameFlags.Key) != 0 ? Choice.Take : Choice.Skip;

    public void Dispose()
    {
    }
}
