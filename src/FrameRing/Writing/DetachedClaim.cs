namespace FrameRing.Writing;

/// <summary>
/// A claim as a plain value that can be stored while a decoder or a driver fills the slot. Turn it back by
/// <see cref="FrameRingWriter.TryResume"/> or give it up by <see cref="FrameRingWriter.TryAbandon"/>. Stale values are recognised.
/// </summary>
/// <param name="Generation">Generation of the slot; 0 for <see cref="None"/>.</param>
/// <param name="Slot">Number of the slot.</param>
/// <param name="Epoch">Number of the claim; never used again within the writer.</param>
public readonly record struct DetachedClaim(ulong Generation, int Slot, long Epoch)
{
    /// <summary>No claim.</summary>
    public static DetachedClaim None => default;
}
