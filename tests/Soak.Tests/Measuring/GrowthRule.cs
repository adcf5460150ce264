namespace FrameRing.Soak.Tests.Measuring;

/// <summary>By how much a measure may be larger at the end than before.</summary>
/// <param name="Since">The quarter of the run, from 0, that the last one is compared with.</param>
/// <param name="Factor">What is allowed in proportion.</param>
/// <param name="Slack">What is allowed on top.</param>
/// <param name="IsOfMinimum">Compares the smallest values and not the medians: for what goes up for a moment and comes back, as a file that is being written.</param>
internal sealed record GrowthRule(int Since, double Factor, double Slack, bool IsOfMinimum)
{
    private const double MiB = 1 << 20;

    /// <summary>
    /// Bytes of a process with a garbage collector, which lets up to 2 MiB of garbage lie (src/Tool.props), at one time more than at
    /// another. In the first quarter some code is still compiled and some buffers are made. Not in proportion: a large process leaks no
    /// faster than a small one.
    /// </summary>
    internal static GrowthRule Memory { get; } = new(1, 1, 3 * MiB, false);

    /// <summary>Threads: the pool adds and removes a few as it sees fit.</summary>
    internal static GrowthRule Threads { get; } = new(0, 1.1, 4, false);

    /// <summary>What must be as many at the end as at the beginning.</summary>
    internal static GrowthRule Count { get; } = new(0, 1, 0, true);

    internal double Typical(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return IsOfMinimum ? sorted[0] : sorted[sorted.Length / 2];
    }
}
