using System.Globalization;
using FrameRing.Fuzz.Controls;
using FrameRing.Fuzz.Targets;

namespace FrameRing.Fuzz.Running;

/// <summary>The whole run: the planted faults, then each target, and a line on what each was.</summary>
internal sealed class FuzzRun(FuzzOptions options, IReadOnlyList<TargetDefinition> targets)
{
    private const int ControlHangLimit = 1;

    internal int Run()
    {
        Say($"seed {options.Seed}");
        if (options.ChecksControl && options.Iteration is null && !Control.All.All(IsCaught))
        {
            return FuzzExit.Inconclusive;
        }

        int code = FuzzExit.Ok;
        long total = 0;
        int shares = targets.Sum(target => target.Share);
        foreach (TargetDefinition target in targets)
        {
            long iterations = targets.Count == 1 ? options.Iterations : Math.Max(1, ((options.Iterations * target.Share) + shares - 1) / shares);
            ChildResult result = Child.Run(target.Name, options.Seed, iterations, options.Iteration, options.HangLimit);
            if (Child.IsStopped)
            {
                return FuzzExit.Interrupted;
            }

            total += result.Iterations;
            Report(target, result);
            code = result.End switch
            {
                ChildEnd.Clean => code,
                ChildEnd.Inconclusive when code == FuzzExit.Ok => FuzzExit.Inconclusive,
                ChildEnd.Inconclusive => code,
                _ => FuzzExit.Violation,
            };
        }

        Say($"{total} iterations in all: {code switch { FuzzExit.Ok => "nothing found", FuzzExit.Violation => "something was found", _ => "inconclusive" }}");
        return code;
    }

    private bool IsCaught(Control control)
    {
        int limit = control.Expected == ChildEnd.Hang ? ControlHangLimit : options.HangLimit;
        ChildResult result = Child.Run(control.Target.Name, options.Seed, control.Within, null, limit);
        bool isCaught = result.End == control.Expected;
        string found = result.End == ChildEnd.Clean ? "not found" : $"{result.End.ToString().ToLowerInvariant()} at iteration {FirstOf(result)}";
        Say($"{control.Target.Name}: {control.Target.Description}: {found}{(isCaught ? string.Empty : $"; expected: {control.Expected.ToString().ToLowerInvariant()}\n{result.Errors}")}");
        return isCaught;
    }

    private static long FirstOf(ChildResult result) => result.Violations.Count > 0 ? result.Violations[0].Iteration : result.Iteration;

    private void Report(TargetDefinition target, ChildResult result)
    {
        string rate = result.Seconds > 0 ? (result.Iterations / result.Seconds).ToString("0", CultureInfo.InvariantCulture) : "-";
        string split = string.Join(", ", result.Outcomes.Select(outcome => $"{outcome.What} {outcome.Count}"));
        Say($"{target.Name}: {result.Iterations} iterations, {rate} a second: {split}");
        foreach ((long iteration, string text) in result.Violations)
        {
            Say($"{target.Name}: VIOLATION at iteration {iteration}: {text}\n  again: --target {target.Name} --seed {options.Seed} --iteration {iteration}");
        }

        if (result.End is ChildEnd.Crash or ChildEnd.Hang or ChildEnd.Inconclusive)
        {
            Say($"{target.Name}: {result.End.ToString().ToUpperInvariant()}, exit code {result.ExitCode}, at iteration {result.Iteration}\n  again: --target {target.Name} --seed {options.Seed} --iteration {result.Iteration}\n{result.Errors}");
        }
    }

    private static void Say(string line) => Console.WriteLine(line);
}
