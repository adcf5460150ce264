namespace FrameRing.Writing;

/// <summary>
/// Lets the producer keep a published slot from being used again while something in its own process still reads it, as a decoder
/// does with its reference pictures.
/// </summary>
public interface ISlotHold
{
    /// <summary>
    /// Asked before the slot is used again. True gives up the token: nothing in this process reads the slot any more. False leaves
    /// the slot as it is; the writer takes another one and asks again later. Called under the writer's lock, on the thread that
    /// claims: it must not block and must not call the writer, except <see cref="FrameRingWriter.TryAbandon"/>. It must not throw.
    /// </summary>
    /// <param name="token">What was given to <see cref="SlotClaim.Publish(in Layout.FrameMetadata, nint)"/>; never 0.</param>
    /// <returns>Whether the token was given up.</returns>
    bool TryRelease(nint token);
}
