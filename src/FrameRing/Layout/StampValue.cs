namespace FrameRing.Layout;

/// <summary>The values of a slot's stamp.</summary>
internal static class StampValue
{
    internal const ulong Empty = 0;

    internal const ulong Writing = 1;

    internal static ulong Ready(ulong sequence) => sequence << 1;

    /// <summary>
    /// The writer would like to have the slot and looks whether a reader keeps the frame, which is still there, untouched: readers go on
    /// with it, but no new lease can be had.
    /// </summary>
    internal static ulong Claiming(ulong sequence) => sequence << 1 | 1;

    /// <summary>Whether there is a frame in the slot: <see cref="Ready"/> or <see cref="Claiming"/>.</summary>
    internal static bool HoldsFrame(ulong stamp) => stamp is not (Empty or Writing);

    internal static ulong SequenceOf(ulong stamp) => stamp >> 1;
}
