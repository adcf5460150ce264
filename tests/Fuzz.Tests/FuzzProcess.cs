using System.Diagnostics;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FrameRing.Fuzz.Tests;

/// <summary>One run of the fuzzer. A watchdog ends it, and with it the process that it has started.</summary>
internal static class FuzzProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    internal static (int Code, string Output) Run(params string[] arguments)
    {
        string folder = AppContext.BaseDirectory.Replace("Fuzz.Tests", "Fuzz", StringComparison.Ordinal);
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "FrameRing.Fuzz"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using Timer watchdog = new(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
