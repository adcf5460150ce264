using FrameRing.Layout;

namespace FrameRing.Inspection;

/// <summary>What readers ask a producer to keep, at one moment.</summary>
/// <param name="SegmentId">Shared memory id of the lease segment.</param>
/// <param name="Delivery">What the producer does when readers need all its slots.</param>
/// <param name="Holders">The readers that have an entry.</param>
public sealed record RingLeaseInfo(int SegmentId, Delivery Delivery, IReadOnlyList<RingLeaseHolder> Holders);
