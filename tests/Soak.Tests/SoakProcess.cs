using System.Diagnostics;
using System.Text.Json;
using FrameRing.Soak.Tests.Checks;
using FrameRing.Soak.Tests.Measuring;
using FrameRing.Testing;
using Tmds.Linux;

namespace FrameRing.Soak.Tests;

/// <summary>One of the tools, for minutes: its output is checked while it comes, and what it takes is measured.</summary>
internal sealed class SoakProcess : IDisposable
{
    // So long may a consumer stand still on a machine that has other things to do.
    private const int PatientSamples = 6;
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly IOutputCheck _check;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly ProcessMeter _meter;
    private long _lastProgress;
    private int _stalled;

    internal SoakProcess(string name, IOutputCheck check, string tool, params string[] arguments)
    {
        Name = name;
        _check = check;
        _process = Process.Start(new ProcessStartInfo(PathOf(tool), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _reading = Task.Factory.StartNew(() => check.Read(_process.StandardOutput.BaseStream), TaskCreationOptions.LongRunning);
        _errors = _process.StandardError.ReadToEndAsync();
        _meter = new ProcessMeter(name, _process.Id);
    }

    internal string Name { get; }

    internal IEnumerable<Series> Series => _meter.All;

    /// <summary>Where ./build has put a tool.</summary>
    internal static string PathOf(string tool) => Path.Combine(Repository.Root, "bin", tool);

    /// <summary>Takes a sample.</summary>
    /// <returns>What is wrong, as a sentence; null if nothing is.</returns>
    internal string? Sample(TimeSpan time)
    {
        if (_process.HasExited)
        {
            return $"{Name} has ended with code {_process.ExitCode}: {_errors.Result}";
        }

        _meter.Sample(time);
        long progress = _check.Progress;
        _stalled = progress >= 0 && progress == _lastProgress ? _stalled + 1 : 0;
        _lastProgress = progress;
        return _check.Fault is { } fault ? $"{Name}: {fault}" : _stalled >= PatientSamples ? $"{Name} stands still" : null;
    }

    internal void AskToEnd() => _ = LibC.kill(_process.Id, LibC.SIGTERM);

    /// <summary>Waits for the end and checks its summary.</summary>
    internal string? Finish(out JsonElement summary)
    {
        summary = default;
        if (!_process.WaitForExit(s_endLimit))
        {
            return $"{Name} does not end";
        }

        _reading.Wait();
        if (_process.ExitCode != 0 || _check.Fault is not null)
        {
            return $"{Name}: exit code {_process.ExitCode}, {_check.Fault ?? _errors.Result}";
        }

        using JsonDocument document = JsonDocument.Parse(_check is SummaryOnly output ? output.Text : _errors.Result);
        summary = document.RootElement.Clone();
        return null;
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
