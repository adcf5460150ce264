namespace FrameRing.Inspection;

/// <summary>A reader that holds leases or is lossless.</summary>
/// <param name="Pid">Its process, as it says itself.</param>
/// <param name="Leased">The frames it has leased.</param>
/// <param name="NextWanted">The first frame that it still needs; null if it is not lossless.</param>
/// <param name="IsEvicted">Whether the producer waits for it no more.</param>
public sealed record RingLeaseHolder(int Pid, IReadOnlyList<ulong> Leased, ulong? NextWanted, bool IsEvicted);
