using System.Diagnostics;
using System.Globalization;
using FrameRing.Fuzz.Core;
using FrameRing.SystemV;

namespace FrameRing.Fuzz.Running;

/// <summary>Runs one target in a process of its own, since a crash is a result, and cleans up behind it.</summary>
internal static class Child
{
    private static Process? s_running;

    /// <summary>True once the run was told to stop.</summary>
    internal static bool IsStopped { get; private set; }

    /// <summary>Kills the one that runs; what it made is then removed as after a crash.</summary>
    internal static void Stop()
    {
        IsStopped = true;
        Volatile.Read(ref s_running)?.Kill();
    }

    internal static ChildResult Run(string target, ulong seed, long iterations, long? iteration, int hangLimit)
    {
        string folder = Directory.CreateTempSubdirectory("framering-fuzz-").FullName;
        try
        {
            using ProgressPage progress = new(Path.Combine(folder, "progress"));
            List<string> arguments = ["--target", target, "--seed", Text(seed), "--iterations", Text(iterations), "--hang-limit", Text(hangLimit), "--progress", Path.Combine(folder, "progress")];
            if (iteration is long only)
            {
                arguments.AddRange(["--iteration", Text(only)]);
            }

            return Run(arguments, progress);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ChildResult Run(List<string> arguments, ProgressPage progress)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Process.Start(start)!;
        Volatile.Write(ref s_running, process);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        Volatile.Write(ref s_running, null);
        bool isClean = !CleanUp(process.Id);
        ChildEnd end = process.ExitCode switch
        {
            FuzzExit.Ok => isClean ? ChildEnd.Clean : ChildEnd.Violation,
            FuzzExit.Violation => ChildEnd.Violation,
            FuzzExit.Hang => ChildEnd.Hang,
            FuzzExit.Inconclusive or FuzzExit.Usage => ChildEnd.Inconclusive,
            _ => ChildEnd.Crash,
        };
        ChildResult result = new() { End = end, ExitCode = process.ExitCode, Iteration = progress.Iteration, Errors = errors.Result };
        lines.ForEach(result.Read);
        if (process.ExitCode == FuzzExit.Ok && !isClean)
        {
            result.Violations.Add((-1, "System V objects were left behind."));
        }

        return result;
    }

    /// <summary>True if there was something to remove.</summary>
    private static bool CleanUp(int process)
    {
        bool found = false;
        for (int number = 0; number < SampleRing.MaxNames; number++)
        {
            found |= DeadRing.CleanUp(SampleRing.NameOf(process, number));
        }

        foreach ((SharedMemorySegment segment, SharedMemoryStatus status) in SharedMemorySegment.List())
        {
            if (status.CreatorPid == process)
            {
                segment.Remove();
                found = true;
            }
        }

        return found;
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
