namespace FrameRing.Writing;

/// <summary>What came of the wish for a slot.</summary>
public enum ClaimStatus
{
    /// <summary>The slot is the caller's.</summary>
    Ok = 0,

    /// <summary>Every slot is claimed, or in use inside the writer's process. A live producer drops the frame and counts it.</summary>
    NoFreeSlot = 1,

    /// <summary>No generation has slots of that size; see <see cref="FrameRingWriter.PrepareGeneration"/>.</summary>
    TooLarge = 2,

    /// <summary>The writer has ended.</summary>
    Ended = 3,

    /// <summary>
    /// Readers keep every slot that the writer's process does not need itself: by leases, or because they must get every frame. A live
    /// producer drops the frame and counts it; <see cref="FrameRingWriter.Claim"/> of a lossless ring waits.
    /// </summary>
    KeptByReaders = 4,
}
