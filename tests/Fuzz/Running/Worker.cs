using System.Diagnostics;
using System.Globalization;
using FrameRing.Fuzz.Core;
using FrameRing.Fuzz.Targets;

namespace FrameRing.Fuzz.Running;

/// <summary>The child process: runs the iterations of one target and says on standard output what came of them.</summary>
internal static class Worker
{
    private const int MaxViolations = 3;

    /// <summary>Where files may be put; whoever started the process removes it.</summary>
    internal static string Folder { get; private set; } = string.Empty;

    internal static unsafe int Run(FuzzOptions options, TargetDefinition definition)
    {
        // A crash is a result, not a thing to keep a core file of.
        ulong* noCore = stackalloc ulong[2];
        _ = NativeMethods.setrlimit(NativeMethods.RLIMIT_CORE, noCore);
        Folder = Path.GetDirectoryName(options.Progress!)!;
        using ProgressPage progress = new(options.Progress!);
        progress.Iteration = -1;
        OrphanWatch.Start();
        using IFuzzTarget target = definition.Create();
        using HangWatch watch = new(progress, TimeSpan.FromSeconds(options.HangLimit));
        Outcomes outcomes = new();
        FuzzRandom random = new();
        long first = options.Iteration ?? 0;
        long end = options.Iteration is long only ? only + 1 : options.Iterations;
        int violations = 0;
        long started = Stopwatch.GetTimestamp();
        long iteration = first;
        for (; iteration < end && violations < MaxViolations; iteration++)
        {
            progress.Iteration = iteration;
            random.Start(options.Seed, definition.Name, iteration);
            try
            {
                target.Run(random, outcomes);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                violations++;
                Console.WriteLine($"violation\t{iteration}\t{e.ToString().ReplaceLineEndings("\v")}");
            }
        }

        progress.Iteration = -1;
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done\t{iteration - first}\t{seconds:R}"));
        foreach ((string what, long count) in outcomes.All)
        {
            Console.WriteLine($"outcome\t{what}\t{count}");
        }

        return violations == 0 ? FuzzExit.Ok : FuzzExit.Violation;
    }
}
