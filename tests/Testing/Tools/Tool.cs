using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace FrameRing.Testing.Tools;

/// <summary>One of the tools in bin/ as a real process. Its output can be waited for while it runs; a watchdog kills it, so that no test hangs.</summary>
public sealed class Tool : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
    private static int s_rings;

    private readonly Process _process;
    private readonly TextCapture _output;
    private readonly TextCapture _errors;
    private readonly Timer _watchdog;
    private bool _disposed;

    public Tool(string name, params string[] arguments)
        : this(Locate(name), s_limit, arguments)
    {
    }

    private Tool(string path, TimeSpan limit, string[] arguments)
    {
        ProcessStartInfo start = new(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _output = new TextCapture(_process.StandardOutput);
        _errors = new TextCapture(_process.StandardError);
        _watchdog = new Timer(_ => _process.Kill(), null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A program that is no tool of bin/, or one that may take its time.</summary>
    public static Tool Start(string path, TimeSpan limit, params string[] arguments) => new(path, limit, arguments);

    public static string NewRing() => $"tool.{Environment.ProcessId}.{Interlocked.Increment(ref s_rings)}";

    public static string Locate(string name) => PathOf("bin", name);

    /// <summary>A path inside the repository.</summary>
    public static string PathOf(params string[] parts) => Repository.PathOf(parts);

    public int Id => _process.Id;

    public (int Code, string Output, string Errors) Finish()
    {
        _process.WaitForExit();
        return (_process.ExitCode, _output.ToEnd(), _errors.ToEnd());
    }

    /// <summary>Waits until a line that begins so was printed.</summary>
    public void WaitForOutput(string beginning) => Assert.True(
        _output.WaitFor(text => text.Split('\n').Any(line => line.StartsWith(beginning, StringComparison.Ordinal)), s_limit),
        $"'{beginning}' was not printed but: {_output}{_errors}");

    /// <summary>Waits until standard error has that part.</summary>
    public void WaitForError(string part) =>
        Assert.True(_errors.WaitFor(text => text.Contains(part, StringComparison.Ordinal), s_limit), $"'{part}' was not said but: {_errors}");

    public bool HasEndedWithin(TimeSpan time) => _process.WaitForExit(time);

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by its name, like STOP.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Sends a signal by its name, if it has not ended by itself.</summary>
    public void SignalIfRunning(string name)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id} 2> /dev/null"]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to end, if it has not ended by itself.</summary>
    public void AskToEnd() => SignalIfRunning("TERM");

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _watchdog.Dispose();

        // A producer that is killed leaves its directory behind, as it must; one that a test merely forgot ends by itself.
        if (!_process.HasExited)
        {
            AskToEnd();
        }

        if (!_process.WaitForExit(s_grace))
        {
            Kill();
        }

        _process.Dispose();
    }
}
