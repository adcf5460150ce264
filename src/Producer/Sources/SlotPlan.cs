namespace FrameRing.Producer.Sources;

/// <summary>How many slots of which size a source needs, and why.</summary>
/// <param name="Count">Number of slots by default.</param>
/// <param name="Minimum">Fewer cannot work.</param>
/// <param name="Size">Bytes of the largest frame with its padding.</param>
/// <param name="Reason">The sum behind the count, for people.</param>
/// <param name="MinimumReason">The sum behind the minimum.</param>
internal sealed record SlotPlan(int Count, int Minimum, long Size, string Reason, string MinimumReason)
{
    /// <summary>Frames that readers may still look at while the source goes on.</summary>
    internal const int ReadableWindow = 8;

    /// <summary>The plan with room for frames that readers hold.</summary>
    /// <param name="leases">How many.</param>
    /// <returns>The larger plan.</returns>
    internal SlotPlan WithLeases(int leases) =>
        leases == 0 ? this : this with { Count = Count + leases, Minimum = Minimum + leases, Reason = Add(Reason, leases), MinimumReason = Add(MinimumReason, leases) };

    private static string Add(string sum, int leases) => $"{sum} + {leases} for leases";
}
