using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FrameRing.Soak.Tests.Checks;
using FrameRing.Soak.Tests.Measuring;
using FrameRing.Testing;

namespace FrameRing.Soak.Tests;

/// <summary>Two rings and their consumers, sampled until the time is over or something is wrong.</summary>
internal sealed class SoakRun : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly SoakProcess[] _producers;
    private readonly SoakProcess[] _lossless;
    private readonly SoakProcess[] _others;
    private readonly MachineMeter _machine;
    private readonly List<string> _faults = [];

    internal SoakRun(LeakCheck objects, TempFolder folder)
    {
        _machine = new MachineMeter(objects);
        string large = $"soak.{Environment.ProcessId}.4k";
        string small = $"soak.{Environment.ProcessId}.lossless";
        _producers =
        [
            new("producer 4k", new SummaryOnly(), "producer", "pattern:3840x2160@60:NV12", "--pace", "max", "--slots", "8", "--leases", "1", "--ring", large, "--wait-readers", "4", "-q", "--json"),
            new("producer lossless", new SummaryOnly(), "producer", "pattern:640x360@60:NV12", "--pace", "max", "--delivery", "lossless", "--slots", "8", "--leases", "1", "--reader-timeout", "60", "--ring", small, "--wait-readers", "2", "-q", "--json"),
        ];
        _others =
        [
            new("framemd5", new HashCheck(new PatternPicture(3840, 2160), false, 16), "consumer", "framemd5", large, "--json"),
            new("thumbnails", new NewestPictureCheck(folder.File("latest.jpg")), "consumer", "thumbnails", large, "--policy", "latest", "--nth", "10", "--latest", "--keep", "0", "-o", folder.Path, "--json"),
            new("pipe", new PictureCheck(new PatternPicture(3840, 2160)), "consumer", "pipe", large, "--policy", "latest", "--format", "rawvideo", "--json"),
            new("framemd5 --lease", new HashCheck(new PatternPicture(3840, 2160), false, 16), "consumer", "framemd5", large, "--policy", "latest", "--lease", "--json"),
        ];
        _lossless = [.. Enumerable.Range(1, 2).Select(number =>
            new SoakProcess($"framemd5 --lossless {number}", new HashCheck(new PatternPicture(640, 360), true, 16), "consumer", "framemd5", small, "--lossless", "--start", "oldest", "--json"))];
    }

    internal IEnumerable<Series> Series => All.SelectMany(process => process.Series).Concat(_machine.All);

    /// <summary>What was wrong, as sentences.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    private IEnumerable<SoakProcess> All => [.. _producers, .. _others, .. _lossless];

    /// <summary>Lets it run and samples.</summary>
    internal async Task RunAsync(TimeSpan duration, CancellationToken stop)
    {
        using PeriodicTimer timer = new(s_interval);
        long started = Stopwatch.GetTimestamp();
        TimeSpan time;
        do
        {
            await timer.WaitForNextTickAsync(stop);
            time = Stopwatch.GetElapsedTime(started);
            _faults.AddRange(All.Select(process => process.Sample(time)).OfType<string>());
            _machine.Sample(time);
        }
        while (time < duration && _faults.Count == 0);
    }

    /// <summary>Ends the producers, which ends all, and checks the summaries.</summary>
    internal IEnumerable<string> End()
    {
        foreach (SoakProcess producer in _producers)
        {
            producer.AskToEnd();
        }

        foreach (SoakProcess process in All)
        {
            if (process.Finish(out JsonElement summary) is { } fault)
            {
                _faults.Add(fault);
                continue;
            }

            yield return $"{process.Name}: {summary.GetRawText()}";
            string[] zero = _lossless.Contains(process) ? ["lost", "overwritten"] : _producers.Contains(process) ? ["dropped", "evicted", "corrupt"] : [];
            _faults.AddRange(zero.Where(name => summary.GetProperty(name).GetInt64() != 0)
                .Select(name => string.Create(CultureInfo.InvariantCulture, $"{process.Name}: {summary.GetProperty(name).GetInt64()} {name}")));
        }
    }

    public void Dispose()
    {
        foreach (SoakProcess process in All)
        {
            process.Dispose();
        }
    }
}
