using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>tests/Attackers/requeue.c: takes the wake-ups of a ring's readers away, as nobody. It ends when its standard input closes.</summary>
internal sealed class Requeuer : IDisposable
{
    private readonly Process _process;

    /// <param name="readers">Has compiled it.</param>
    /// <param name="ring">Waited for; nobody must be allowed to read it.</param>
    /// <param name="how">As the program tells; empty for its usual way.</param>
    internal Requeuer(ForeignReaders readers, string ring, string how)
    {
        JsonElement state = RingState.WaitFor(ring, info => info.GetProperty("segment").ValueKind == JsonValueKind.Object);
        string segment = state.GetProperty("segment").GetProperty("id").GetInt32().ToString(CultureInfo.InvariantCulture);
        string nobody = OtherUser.Id.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(readers.PathOf("requeue"), [segment, nobody, nobody, how]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    /// <summary>Ends it; it must have worked until now.</summary>
    internal void Finish()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        Assert.Equal(0, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
