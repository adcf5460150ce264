using System.Diagnostics;

namespace FFmpeg.AutoGen.Tests;

/// <summary>Runs a program to its end, with a watchdog.</summary>
internal static class CommandLineTool
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    public static (int ExitCode, string Errors) Run(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new TimeoutException($"{name} did not end within {s_limit.TotalSeconds} s: {errors.Result}");
        }

        return (process.ExitCode, errors.Result);
    }
}
