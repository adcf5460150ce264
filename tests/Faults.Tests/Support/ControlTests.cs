using System.Globalization;
using FrameRing.Faults.Tests.Steps;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.SystemV;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Support;

/// <summary>Peers that do wrong on purpose: the checks of the other tests must notice.</summary>
public class ControlTests
{
    private const string Slots = "12";

    [Fact]
    public void A_wrong_frame_after_an_adoption_is_noticed() =>
        Assert.Contains("got a wrong frame as 21", FailureBeside("fault-wrong-frame"));

    [Fact]
    public void A_number_that_is_used_again_is_noticed() =>
        Assert.Contains("got frame 1 after frame 20", FailureBeside("fault-number-again"));

    [Fact]
    public void Two_frames_of_one_number_are_noticed()
    {
        FrameLog log = new();
        log.Note(7, 1);
        log.Note(7, 1);
        Assert.Contains("published twice", Assert.Throws<InvalidOperationException>(() => log.Note(7, 2)).Message);
    }

    [Fact]
    public void A_segment_that_is_left_is_noticed()
    {
        Accounts accounts = new();
        using ChildProcess peer = ChildProcess.Peer("fault-leave-segment");
        int id = int.Parse(peer.ReadLine(), CultureInfo.InvariantCulture);
        peer.Kill();
        string message = Assert.Throws<InvalidOperationException>(() => accounts.CheckNothingLeft(TimeSpan.Zero)).Message;
        new SharedMemorySegment(id).Remove();
        Assert.Contains($"shm {id}", message);
        accounts.CheckNothingLeft();
    }

    [Fact]
    public void A_step_that_is_not_reached_is_noticed()
    {
        using WriterRun run = new(nameof(FaultStep.EntryTaken), Opening.Fresh, Delivery.Live);
        Assert.False(run.RunOn());
    }

    [Fact]
    public void A_reader_that_hangs_is_noticed() =>
        Assert.Contains("Hangs: it", Assert.Throws<InvalidOperationException>(() => Watchdog.Await(() => false, () => "it", TimeSpan.Zero)).Message);

    // Readers stay in the ring of a writer that was killed at frame 20, and the peer goes on with it.
    private static string FailureBeside(string verb)
    {
        string name = $"fault.control.{Environment.ProcessId}.{verb}";
        using WatcherGroup watchers = new(name, Delivery.Live);
        try
        {
            using (ChildProcess first = ChildProcess.StoppingPeer($"{nameof(FaultStep.PublishRaised)}:20", "fault-write", name, "live", Slots, "off"))
            {
                first.Expect("ready");
                watchers.Attach();
                first.WriteLine("go");
                Watchdog.Await(first.TakeStopped, () => "the first writer does not stop");
                watchers.AwaitFrame(20);
                first.Kill();
            }

            watchers.AwaitHeardOver();
            using ChildProcess rogue = ChildProcess.Peer(verb, name, Slots);
            rogue.Expect("published");
            return Assert.Throws<InvalidOperationException>(() => watchers.AwaitFrame(ulong.MaxValue)).Message;
        }
        finally
        {
            watchers.Dispose();
            RingCatalog.Remove(name, force: true);
        }
    }
}
