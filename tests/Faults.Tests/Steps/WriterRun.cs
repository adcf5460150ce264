using FrameRing.Faults.Tests.Support;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>A writer in another process that stops itself at a step, and readers of every kind in this one.</summary>
internal sealed class WriterRun : IDisposable
{
    private static int s_count;

    private readonly string _name = $"fault.{Environment.ProcessId}.{Interlocked.Increment(ref s_count)}";
    private readonly Delivery _delivery;
    private readonly string _pages;
    private readonly ChildProcess _victim;
    private Task<string?>? _line;
    private int _phase;

    internal WriterRun(string stopAt, Opening opening, Delivery delivery, string pages = "off")
    {
        (_delivery, _pages) = (delivery, pages);
        Accounts = new Accounts(isOnHugePages: pages != "off");
        Watchers = new WatcherGroup(_name, delivery);
        if (opening != Opening.Fresh)
        {
            LeaveDeadWriter();
        }

        _victim = Start(stopAt, opening == Opening.OtherGeometry ? NextWriter.Slots + 1 : NextWriter.Slots);
    }

    internal string Name => _name;

    internal Accounts Accounts { get; }

    internal WatcherGroup Watchers { get; }

    /// <summary>Lets the writer go on, and does what it waits for.</summary>
    /// <returns>True if it has stopped at its step, false if it has ended.</returns>
    internal bool RunOn()
    {
        for (; _phase < 3; _phase++)
        {
            if (StopsBefore(_phase switch { 0 => "ready", 1 => "ended", _ => null }))
            {
                return true;
            }

            switch (_phase)
            {
                case 0:
                    Watchers.Attach();
                    _victim.WriteLine("go");
                    break;
                case 1:
                    Watchers.AwaitHeardOver();
                    _victim.WriteLine("bye");
                    break;
            }
        }

        Assert.Equal(0, _victim.Finish());
        return false;
    }

    internal void Continue() => _victim.Continue();

    /// <summary>Kills it; every reader hears of that.</summary>
    internal void Kill()
    {
        _victim.Kill();
        Watchers.ForgetWhatWasHeard();
        Watchers.AwaitHeardOver();
    }

    internal NextWriter StartNext()
    {
        HugePagePolicies.TryParse(_pages, out HugePagePolicy policy);
        return NextWriter.Succeed(_name, _delivery, policy, Watchers.Log);
    }

    public void Dispose()
    {
        _victim.Dispose();
        Watchers.Dispose();
        RingCatalog.Remove(_name, force: true);
    }

    private ChildProcess Start(string stopAt, int slots) =>
        ChildProcess.StoppingPeer(stopAt, "fault-write", _name, _delivery == Delivery.Lossless ? "lossless" : "live", $"{slots}", _pages);

    private bool StopsBefore(string? line)
    {
        _line ??= _victim.ReadLineAsync();
        bool isStopped = false;
        Watchdog.Await(() => (isStopped = _victim.TakeStopped()) || _line.IsCompleted, () => $"the writer does not come to '{line ?? "its end"}'");
        if (isStopped)
        {
            return true;
        }

        string? found = _line.GetAwaiter().GetResult();
        _line = null;
        Assert.Equal(line ?? "end with 0", found ?? $"end with {_victim.Finish()}");
        return false;
    }

    private void LeaveDeadWriter()
    {
        using ChildProcess first = Start($"{nameof(FaultStep.PublishRaised)}:20", NextWriter.Slots);
        first.Expect("ready");
        Watchers.Attach();
        first.WriteLine("go");
        Watchdog.Await(first.TakeStopped, () => "the first writer does not come to its frame 20");
        first.Kill();
    }
}
