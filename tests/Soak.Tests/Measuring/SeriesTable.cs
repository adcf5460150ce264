using System.Globalization;
using System.Text;

namespace FrameRing.Soak.Tests.Measuring;

/// <summary>All series as a table: at the start, after the warm-up, at the end, the largest, and by how much they have grown as the judge sees it.</summary>
internal static class SeriesTable
{
    private const double MiB = 1 << 20;

    internal static string Format(IEnumerable<Series> series)
    {
        StringBuilder table = new();
        Row(table, "", "", "start", "1 min", "end", "maximum", "growth");
        foreach (Series each in series)
        {
            double[] values = [.. each.Samples.Select(sample => sample.Value)];
            double warm = each.Samples.FirstOrDefault(sample => sample.Time >= Judge.WarmUp, each.Samples[^1]).Value;
            bool isBytes = each.Rule == GrowthRule.Memory;
            string[] cells = [.. new[] { values[0], warm, values[^1], values.Max() }.Select(value => Cell(value, isBytes))];
            string growth = each.Rule is { } rule && Judge.Compare(each, rule) is (double before, double last) ? Cell(last - before, isBytes) : string.Empty;
            Row(table, each.Subject, isBytes ? "private MiB" : each.Measure, [.. cells, growth]);
        }

        return table.ToString();
    }

    private static string Cell(double value, bool isBytes) =>
        isBytes ? (value / MiB).ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("0", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder table, string subject, string measure, params string[] cells) =>
        table.AppendLine(CultureInfo.InvariantCulture, $"{subject,-22} {measure,-17} {string.Join(' ', cells.Select(cell => cell.PadLeft(9)))}");
}
