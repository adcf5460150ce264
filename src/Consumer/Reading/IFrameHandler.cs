using FrameRing.Reading;

namespace FrameRing.Consumer.Reading;

/// <summary>What a consumer does with each frame.</summary>
internal interface IFrameHandler
{
    /// <summary>Uses one frame. Must validate the view after the last look at its pixels and throw away what it computed otherwise.</summary>
    /// <param name="view">The frame; valid during the call.</param>
    /// <returns>What came of it.</returns>
    FrameOutcome OnFrame(scoped in FrameView view);
}
