using FrameRing.Faults.Tests.Support;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Random;

/// <summary>A process that is killed and started again.</summary>
internal sealed class Participant(string kind, Func<string[]> arguments) : IDisposable
{
    private ChildProcess _process = null!;
    private Task<string?> _line = null!;

    internal string Kind => kind;

    /// <summary>Its first line: a reader's "ready", a writer's with generation and head.</summary>
    /// <returns>Null if it is not there yet.</returns>
    internal string? Ready => _line.IsCompletedSuccessfully ? _line.Result : null;

    internal void Start()
    {
        _process = ChildProcess.Peer(arguments());
        _line = _process.ReadLineAsync();
    }

    internal string AwaitReady()
    {
        Watchdog.Await(() => _line.IsCompleted, () => $"{kind} does not come up");
        CheckIsRight();
        return _line.Result!;
    }

    internal void Kill()
    {
        CheckIsRight();
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>None ends by itself before it is told to: one that has found something wrong does.</summary>
    internal void CheckIsRight()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"{kind} ended by itself with {_process.Finish()}: {Ready} {_process.ReadToEnd()}\n{_process.Errors}");
        }
    }

    /// <summary>After a clean end.</summary>
    internal void Finish()
    {
        Assert.Equal(0, _process.Finish());
        _process.Dispose();
    }

    public void Dispose() => _process?.Dispose();
}
