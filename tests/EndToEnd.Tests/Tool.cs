using System.Diagnostics;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FrameRing.EndToEnd.Tests;

/// <summary>One of the tools in bin/ as a real process. Its output is collected; a watchdog kills it, so that no test hangs.</summary>
internal sealed class Tool : IDisposable
{
    private static int s_rings;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly Timer _watchdog;
    private bool _disposed;

    internal Tool(string name, params string[] arguments)
    {
        ProcessStartInfo start = new(PathOf("bin", name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
        _watchdog = new Timer(_ => _process.Kill(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
    }

    internal static string NewRing() => $"e2e.{Environment.ProcessId}.{Interlocked.Increment(ref s_rings)}";

    internal (int Code, string Output, string Errors) Finish()
    {
        _process.WaitForExit();
        return (_process.ExitCode, _output.Result, _errors.Result);
    }

    internal void Kill() => _process.Kill();

    /// <summary>Sends a signal by its name, like STOP.</summary>
    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _watchdog.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>A path inside the repository.</summary>
    internal static string PathOf(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FrameRing.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine([folder?.FullName ?? string.Empty, .. parts]);
    }
}
