using System.Globalization;
using FrameRing.Soak.Tests.Measuring;
using FrameRing.Testing;

namespace FrameRing.Soak.Tests;

/// <summary>Ten minutes of full load, or SOAK_MINUTES: no wrong frame, no lost one where none may be lost, no hang, and nothing that grows.</summary>
[Trait("Category", "Soak")]
public class SoakTests
{
    private const string Variable = "SOAK_MINUTES";
    private const double Shortest = 2;

    [Fact]
    public async Task Rings_under_full_load_take_no_more_at_the_end_than_at_the_beginning()
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable(Variable) ?? "10", CultureInfo.InvariantCulture);
        Assert.True(minutes >= Shortest, $"{Variable} must be at least {Shortest}: the first minute is the warm-up.");
        using LeakCheck objects = new();
        using TempFolder folder = new();
        using SoakRun run = new(objects, folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Soak for {minutes} min; {Variable} changes that."));
        await run.RunAsync(TimeSpan.FromMinutes(minutes), TestContext.Current.CancellationToken);
        string[] summaries = [.. run.End()];
        Console.WriteLine($"{SeriesTable.Format(run.Series)}\n{string.Join('\n', summaries)}");
        Assert.True(run.Faults.Count == 0, string.Join("\n", run.Faults));
        Assert.Empty(Judge.FindGrowth(run.Series));
        Assert.Empty(objects.Leaked());
    }
}
