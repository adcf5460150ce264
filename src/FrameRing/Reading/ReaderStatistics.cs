namespace FrameRing.Reading;

/// <summary>What a reader has met so far. A snapshot.</summary>
/// <param name="Read">Frames handed out.</param>
/// <param name="Lost">Frames of the policy <see cref="ReadPolicy.Every"/> that were overwritten before they could be handed out.</param>
/// <param name="Overwritten">Frames that were handed out and overwritten while in use, as <see cref="FrameView.Validate"/> found.</param>
/// <param name="GenerationChanges">Times the reader moved to another segment.</param>
/// <param name="WriterChanges">Times another producer went on with the ring after a death.</param>
/// <param name="Revoked">Leased frames that the producer took back, as validation found.</param>
/// <param name="LateWakeUps">
/// Times the reader slept on although a frame was there. On a busy machine that happens now and then; many of them mean that another process
/// takes its wake-ups away, see SECURITY.md.
/// </param>
public readonly record struct ReaderStatistics(ulong Read, ulong Lost, ulong Overwritten, ulong GenerationChanges, ulong WriterChanges, ulong Revoked, ulong LateWakeUps);
