using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources;

/// <summary>
/// Where frames come from. Fills slots in place where it can, and says for each frame how it got there. May be disposed more than once.
/// </summary>
internal interface IFrameSource : IDisposable
{
    /// <summary>One line for people: size, rate, format.</summary>
    string Description { get; }

    /// <summary>What it is, in few words: the file's name, the camera. Whoever reads the ring can see it.</summary>
    string Name { get; }

    /// <summary>The slots the source needs.</summary>
    SlotPlan Slots { get; }

    /// <summary>About how many frames will come; null if nobody knows.</summary>
    long? ExpectedFrames { get; }

    /// <summary>Whether frames come when they come: then nothing paces them, and one that finds no slot is dropped whatever the delivery.</summary>
    bool IsLive => false;

    /// <summary>Whether a device writes into claimed slots by itself.</summary>
    bool IsFilledByDevice => false;

    /// <summary>What the source did besides giving frames; null for nothing that is to be told.</summary>
    ISourceFigures? Figures => null;

    /// <summary>What keeps published slots from being used again; null if nothing does.</summary>
    ISlotHold? Hold { get; }

    /// <summary>Why the frames ended before their time, as a sentence; null if they did not.</summary>
    string? Failure { get; }

    /// <summary>Something that the user should know and was not told yet; null if there is nothing. Asked after every frame.</summary>
    /// <returns>Part of a sentence.</returns>
    string? TakeRemark();

    /// <summary>Damaged packets and frames met since the last call.</summary>
    /// <returns>Their number.</returns>
    long TakeCorruptCount();

    /// <summary>Takes back the token of a frame that was not published.</summary>
    /// <param name="holdToken">What TryFill gave; 0 does nothing.</param>
    void GiveBack(nint holdToken);

    /// <summary>Fills a slot with the next frame.</summary>
    /// <param name="writer">Where slots come from.</param>
    /// <param name="claim">The filled slot.</param>
    /// <param name="metadata">What the frame is; pts and time base say when it is due.</param>
    /// <param name="holdToken">To be published with the frame; 0 for none. To be given back if the frame is not published.</param>
    /// <returns>Whether there is a frame to publish.</returns>
    SourceStatus TryFill(FrameRingWriter writer, out SlotClaim claim, out FrameMetadata metadata, out nint holdToken);
}
