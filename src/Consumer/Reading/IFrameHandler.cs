using System.Text.Json;
using FrameRing.Reading;

namespace FrameRing.Consumer.Reading;

/// <summary>What a consumer does with each frame. All members are called by the thread that reads.</summary>
internal interface IFrameHandler
{
    /// <summary>Cancelled when work in the background has failed: reading stops, and <see cref="Complete"/> tells why.</summary>
    CancellationToken Failed => CancellationToken.None;

    /// <summary>The ring is attached and frames will follow.</summary>
    /// <param name="stop">The user wants to end: nothing may wait any longer.</param>
    void Begin(CancellationToken stop)
    {
    }

    /// <summary>The frames that follow come from that source. Told before the first frame, and when there is another producer.</summary>
    /// <param name="name">What the producer calls it, printable; null if it tells nothing.</param>
    void TellSource(string? name)
    {
    }

    /// <summary>The frames that follow are those of another producer; their time begins anew.</summary>
    void BeginProducer()
    {
    }

    /// <summary>Uses one frame. Must validate the view after the last look at its pixels and throw away what it computed otherwise.</summary>
    /// <param name="view">The frame; valid during the call.</param>
    /// <returns>What came of it.</returns>
    FrameOutcome OnFrame(scoped in FrameView view);

    /// <summary>Finishes what was begun, after the last frame, however the reading ended. Throws what failed in the background.</summary>
    void Complete()
    {
    }

    /// <summary>How much of what was asked for is done, 0 to 1; null if the handler knows no end.</summary>
    double? Progress => null;

    /// <summary>Something to tell the user at once; null if there is nothing, or it has been told.</summary>
    string? TakeRemark() => null;

    /// <summary>What to tell of the work so far behind the count of frames; null for nothing.</summary>
    string? Describe() => null;

    /// <summary>Adds figures to the summary.</summary>
    void Describe(Utf8JsonWriter json)
    {
    }
}
