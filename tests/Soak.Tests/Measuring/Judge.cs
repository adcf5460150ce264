using System.Globalization;

namespace FrameRing.Soak.Tests.Measuring;

/// <summary>
/// Says which series have grown: what is typical of the last quarter against what is typical of the first one, after a warm-up in which
/// code is compiled and buffers are made.
/// </summary>
internal static class Judge
{
    internal static TimeSpan WarmUp { get; } = TimeSpan.FromMinutes(1);

    /// <summary>One sentence for each series that has grown.</summary>
    internal static IReadOnlyList<string> FindGrowth(IEnumerable<Series> series) => [.. series.Select(Describe).OfType<string>()];

    private static string? Describe(Series series)
    {
        double[] values = [.. series.Samples.Where(sample => sample.Time >= WarmUp).Select(sample => sample.Value)];
        if (series.Rule is not { } rule)
        {
            return null;
        }

        // Nothing can be said of a run that is hardly longer than the warm-up; to say nothing would pass for a success.
        if (values.Length < 4)
        {
            return $"{series.Subject}: {series.Measure}: {values.Length} samples after the warm-up are too few to judge";
        }

        int quarter = values.Length / 4;
        double first = rule.Typical(values.Take(quarter));
        double last = rule.Typical(values.TakeLast(quarter));
        return last <= (first * rule.Factor) + rule.Slack
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{series.Subject}: {series.Measure} grew from {first:0} to {last:0}");
    }
}
