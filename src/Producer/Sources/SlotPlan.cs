namespace FrameRing.Producer.Sources;

/// <summary>How many slots of which size a source needs, and why.</summary>
/// <param name="Count">Number of slots by default.</param>
/// <param name="Minimum">Fewer cannot work.</param>
/// <param name="Size">Bytes of the largest frame with its padding.</param>
/// <param name="Reason">The sum behind the number, for people.</param>
internal sealed record SlotPlan(int Count, int Minimum, long Size, string Reason);
