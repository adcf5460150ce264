using System.Globalization;

namespace FrameRing.Soak.Tests.Measuring;

/// <summary>
/// Says which series have grown: what is typical of the last quarter against what is typical of an earlier one, after a warm-up in which
/// code is compiled and buffers are made. What has come to rest by then is no leak, however high it has risen before.
/// </summary>
internal static class Judge
{
    internal static TimeSpan WarmUp { get; } = TimeSpan.FromMinutes(1);

    /// <summary>One sentence for each series that has grown.</summary>
    internal static IReadOnlyList<string> FindGrowth(IEnumerable<Series> series) => [.. series.Select(Describe).OfType<string>()];

    /// <summary>What is typical of the earlier quarter and of the last one; null if there are too few samples.</summary>
    internal static (double Before, double Last)? Compare(Series series, GrowthRule rule)
    {
        double[] values = [.. series.Samples.Where(sample => sample.Time >= WarmUp).Select(sample => sample.Value)];
        int quarter = values.Length / 4;
        return quarter == 0 ? null : (rule.Typical(values.Skip(rule.Since * quarter).Take(quarter)), rule.Typical(values.TakeLast(quarter)));
    }

    private static string? Describe(Series series)
    {
        if (series.Rule is not { } rule)
        {
            return null;
        }

        // Nothing can be said of a run that is hardly longer than the warm-up; to say nothing would pass for a success.
        if (Compare(series, rule) is not (double before, double last))
        {
            return $"{series.Subject}: {series.Measure}: {series.Samples.Count} samples, those of the warm-up too, are too few to judge";
        }

        return last <= (before * rule.Factor) + rule.Slack
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{series.Subject}: {series.Measure} grew from {before:0} to {last:0}");
    }
}
