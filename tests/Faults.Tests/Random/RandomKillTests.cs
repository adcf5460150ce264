using System.Globalization;
using FrameRing.Faults.Tests.Support;
using FrameRing.Layout;

namespace FrameRing.Faults.Tests.Random;

/// <summary>A thousand kills at moments that a seed decides. FRAMERING_SEED repeats a run, as far as two processors allow.</summary>
[Trait("Category", "Slow")]
public class RandomKillTests(ITestOutputHelper output)
{
    private const int KillsPerWorld = 250;

    [Theory]
    [InlineData(Delivery.Live, true)]
    [InlineData(Delivery.Live, false)]
    [InlineData(Delivery.Lossless, true)]
    [InlineData(Delivery.Lossless, false)]
    public void Whoever_is_killed_no_frame_is_ever_wrong_and_nothing_is_left(Delivery delivery, bool isWatched)
    {
        string? given = Environment.GetEnvironmentVariable("FRAMERING_SEED");
        int seed = given is null ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"{delivery}, {(isWatched ? "with" : "without")} readers that stay, seed {seed}");
        Accounts accounts = new();
        Figures figures = new();
        using (RandomWorld world = new($"fault.random.{Environment.ProcessId}.{delivery}.{isWatched}", delivery, isWatched, new System.Random(seed), figures))
        {
            try
            {
                world.Kill(KillsPerWorld);
                world.End();
            }
            finally
            {
                output.WriteLine(figures.ToString());
            }
        }

        Assert.Equal(KillsPerWorld, figures.Total);
        accounts.CheckNothingLeft();
    }
}
