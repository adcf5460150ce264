using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>Says of which frames pictures are made. Asked for every frame in order.</summary>
internal interface IFrameSelector : IDisposable
{
    /// <summary>Looks at one frame.</summary>
    /// <param name="view">The frame.</param>
    /// <param name="time">Its time in the video.</param>
    /// <param name="isNewPart">Whether another part of the video begins: its time counts anew.</param>
    /// <param name="isSound">Whether a picture can be made of it; false for damaged frames while better ones may come.</param>
    /// <returns>Whether a picture is to be made of it.</returns>
    Choice Choose(scoped in FrameView view, TimeSpan time, bool isNewPart, bool isSound);
}
