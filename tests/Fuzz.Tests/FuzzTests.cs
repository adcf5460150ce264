using System.Globalization;
using System.Text.RegularExpressions;

namespace FrameRing.Fuzz.Tests;

public partial class FuzzTests(ITestOutputHelper log)
{
    [Fact]
    public void A_short_run_finds_the_planted_faults_and_nothing_else() => RunsClean(50_000, 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_long_run_finds_nothing() => RunsClean(700_000, 2);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_long_run_of_numbers_that_nobody_has_tried_finds_nothing() => RunsClean(500_000, (ulong)Random.Shared.NextInt64());

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("lease-table", 100_000)]
    [InlineData("lease-race", 30_000)]
    [InlineData("adoption", 20_000)]
    public void What_readers_may_write_and_what_the_dead_leave_is_worth_a_run_of_its_own(string target, long iterations) =>
        RunsClean(iterations, (ulong)Random.Shared.NextInt64(), "--target", target, "--no-control");

    [Theory]
    [InlineData("control-bound", "VIOLATION")]
    [InlineData("control-guard", "CRASH")]
    [InlineData("control-hang", "HANG")]
    public void What_is_found_is_told_with_its_iteration(string target, string how)
    {
        (int code, string output) = FuzzProcess.Run("--target", target, "--seed", "1", "--iterations", "10000", "--hang-limit", "1", "--no-control");
        log.WriteLine(output);
        Assert.Equal(1, code);
        Assert.Contains(how, output, StringComparison.Ordinal);
        if (how == "HANG")
        {
            // That one counts for itself and is not hung by its numbers.
            return;
        }

        string iteration = Iteration().Match(output).Groups[1].Value;
        (code, output) = FuzzProcess.Run("--target", target, "--seed", "1", "--iteration", iteration);
        log.WriteLine(output);
        Assert.Equal(1, code);
        Assert.Contains(how, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--iterations", "many")]
    [InlineData("--target", "nothing")]
    [InlineData("--iteration", "3")]
    public void A_command_line_that_makes_no_sense_runs_nothing(params string[] arguments) => Assert.Equal(64, FuzzProcess.Run(arguments).Code);

    private void RunsClean(long iterations, ulong seed, params string[] arguments)
    {
        (int code, string output) = FuzzProcess.Run(["--iterations", iterations.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture), .. arguments]);
        log.WriteLine(output);
        Assert.True(code == 0, output);
        Match total = Total().Match(output);
        Assert.True(total.Success && long.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture) >= iterations, output);
    }

    [GeneratedRegex("at iteration ([0-9]+)")]
    private static partial Regex Iteration();

    [GeneratedRegex("([0-9]+) iterations in all: nothing found")]
    private static partial Regex Total();
}
