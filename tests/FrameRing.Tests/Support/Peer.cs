using System.Diagnostics;

namespace FrameRing.Tests.Support;

/// <summary>A second process with a line handshake. A watchdog kills it, so that no test hangs.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;
    private readonly Timer _watchdog;

    internal Peer(params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "FrameRing.TestPeer"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _watchdog = new Timer(_ => _process.Kill(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
    }

    internal int Pid => _process.Id;

    internal string? ReadLine() => _process.StandardOutput.ReadLine();

    internal void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    internal void Kill() => _process.Kill();

    internal void Signal(int number) => Assert.Equal(0, Tmds.Linux.LibC.kill(_process.Id, number));

    internal int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    internal int Finish()
    {
        _process.StandardInput.Close();
        return WaitForExit();
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
