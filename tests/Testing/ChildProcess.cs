using System.Diagnostics;
using System.Text;
using Tmds.Linux;

namespace FrameRing.Testing;

/// <summary>
/// A second process with a line handshake on its standard streams. A watchdog kills it, so that no test hangs; what it wrote to
/// standard error is part of every failure. Disposal kills it and waits for its end.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    // Read by the library: the process stops itself at a step.
    private const string StopVariable = "FRAMERING_STOP_AT";

    private readonly Process _process;
    private readonly Timer _watchdog;
    private readonly StringBuilder _errors = new();
    private readonly string _description;
    private volatile bool _timedOut;
    private bool _isDisposed;

    public ChildProcess(string program, IEnumerable<string> arguments, TimeSpan? limit = null, string? stopAt = null)
    {
        TimeSpan allowed = limit ?? TimeSpan.FromSeconds(60);
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A verb that must die by a signal should not leave a core file.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment[StopVariable] = stopAt;
        _description = $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _watchdog = new Timer(
            _ =>
            {
                _timedOut = true;
                _process.Kill();
            },
            null,
            allowed,
            Timeout.InfiniteTimeSpan);
    }

    public int Pid => _process.Id;

    /// <summary>Starts a verb of the test peer, which is copied next to the tests.</summary>
    public static ChildProcess Peer(params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "FrameRing.TestPeer"), arguments);

    /// <summary>Starts a verb that stops itself at a step: STEP or STEP:N.</summary>
    public static ChildProcess StoppingPeer(string? stopAt, params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "FrameRing.TestPeer"), arguments, stopAt: stopAt);

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Whether it has stopped (SIGSTOP) since this was last asked; all its threads have then.</summary>
    public bool TakeStopped() => ChildState.TakeStopped(_process.Id);

    /// <summary>The next line, null at the end; for a caller that waits for something else too.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits for a line and fails, with the child's own words, if another one or none comes.</summary>
    public void Expect(string line)
    {
        string? found = _process.StandardOutput.ReadLine();
        if (found != line)
        {
            throw Failure($"said {(found is null ? "nothing" : $"'{found}'")} instead of '{line}'");
        }
    }

    /// <summary>What is left of its standard output, up to its end.</summary>
    public string ReadToEnd() => _process.StandardOutput.ReadToEnd();

    public string ReadLine() => _process.StandardOutput.ReadLine() ?? throw Failure("ended without another line");

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>SIGKILL, and the wait for the end of the process.</summary>
    public void Kill()
    {
        Signal(LibC.SIGKILL);
        _process.WaitForExit();
    }

    public void Stop() => Signal(LibC.SIGSTOP);

    public void Continue() => Signal(LibC.SIGCONT);

    public void Signal(int number)
    {
        if (LibC.kill(_process.Id, number) != 0)
        {
            throw Failure($"could not be sent signal {number}");
        }
    }

    /// <summary>Closes its standard input and waits. A child that died by a signal gives 128 + the signal's number.</summary>
    public int Finish()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already: the pipe is broken, and the exit code says the rest.
        }

        _process.WaitForExit();
        return _timedOut ? throw Failure("did not end in time and was killed") : _process.ExitCode;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _watchdog.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private InvalidOperationException Failure(string what)
    {
        lock (_errors)
        {
            return new InvalidOperationException($"{_description} {(_timedOut ? "was killed by the watchdog and " : string.Empty)}{what}.\n{_errors}");
        }
    }
}
