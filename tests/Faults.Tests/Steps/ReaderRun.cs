using FrameRing.Faults.Tests.Support;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>A reader in another process that stops itself at a step; the writer and other readers in this one.</summary>
internal sealed class ReaderRun : IDisposable
{
    // Long enough for readers that the machine holds up, short enough for the stopped one to be given up in a test.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1500);

    private static int s_count;

    private readonly string _name = $"fault.reader.{Environment.ProcessId}.{Interlocked.Increment(ref s_count)}";

    internal ReaderRun(string stopAt, Delivery delivery)
    {
        Writer = NextWriter.Create(_name, delivery, HugePagePolicy.Off, s_patience);
        Watchers = new WatcherGroup(_name, delivery);
        Watchers.Attach();
        Victim = ChildProcess.StoppingPeer(stopAt, "fault-read", _name, delivery == Delivery.Lossless ? "lossless" : "lease");
    }

    internal Accounts Accounts { get; } = new();

    internal NextWriter Writer { get; }

    internal WatcherGroup Watchers { get; }

    internal ChildProcess Victim { get; }

    /// <summary>Publishes until the reader has stopped at its step.</summary>
    internal void RunToStep() =>
        Watchdog.Await(
            () =>
            {
                Writer.Publish();
                return Victim.TakeStopped() || Victim.HasExited;
            },
            () => "The step is never reached.");

    /// <summary>Publishes what every reader but a stopped one must get, and looks at it.</summary>
    internal void PublishAndCheck(int frames)
    {
        Writer.Publish(frames);
        Watchers.AwaitFrame(Writer.Head);
    }

    internal void End()
    {
        Watchers.ForgetWhatWasHeard();
        Writer.End();
        Watchers.AwaitHeardOver();
        Watchers.CheckNothingLost();
    }

    public void Dispose()
    {
        Victim.Dispose();
        Watchers.Dispose();
        Writer.Dispose();
    }
}
