using FrameRing.Faults.Tests.Support;
using FrameRing.Inspection;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>A reader that comes while a successor starts. The dead writer's frames are still kept by somebody, its leases by nobody.</summary>
public class NewcomerTests
{
    [Theory]
    [InlineData("lease")]
    [InlineData("lossless")]
    public void Finds_no_ring_yet_and_then_the_successors(string kind)
    {
        Accounts accounts = new();
        string name = $"fault.newcomer.{Environment.ProcessId}.{kind}";
        string[] writer = ["fault-write", name, kind == "lossless" ? "lossless" : "live", "12", "off"];
        using (ChildProcess first = ChildProcess.StoppingPeer($"{nameof(FaultStep.PublishRaised)}:20", writer))
        {
            first.Expect("ready");
            using FrameRingReader pure = Attach(name, new FrameRingReaderOptions(), AttachStatus.Ok)!;
            first.WriteLine("go");
            Watchdog.Await(first.TakeStopped, () => "the first writer does not stop");
            first.Kill();

            FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, Leases = true, IsLossless = kind == "lossless" };
            using ChildProcess second = ChildProcess.StoppingPeer(nameof(FaultStep.StartLocked), writer);
            Watchdog.Await(second.TakeStopped, () => "the second writer does not stop");
            Attach(name, options, AttachStatus.NoSuchRing);
            second.Continue();
            second.Expect("ready");
            using FrameRingReader reader = Attach(name, options, AttachStatus.Ok)!;
            Assert.Equal(ReadStatus.Ok, reader.WaitNext(Watchdog.Limit, CancellationToken.None, out FrameView view));
            Assert.True(SignedFrames.IsWhole(view, out _));
            second.Kill();
        }

        RingCatalog.CollectGarbage(remove: true);
        accounts.CheckNothingLeft();
    }

    [Fact]
    public void A_refused_reader_keeps_no_entry()
    {
        string name = $"fault.newcomer.{Environment.ProcessId}.refused";
        using NextWriter live = NextWriter.Create(name, Layout.Delivery.Live, HugePagePolicy.Off);
        Assert.Throws<FrameRingException>(() => Attach(name, new FrameRingReaderOptions { IsLossless = true }, AttachStatus.Ok));
        Assert.True(RingCatalog.TryGet(name, out RingInfo? ring));
        Assert.Empty(ring!.Leases!.Holders);
    }

    private static FrameRingReader? Attach(string name, FrameRingReaderOptions options, AttachStatus expected)
    {
        Assert.Equal(expected, FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        return reader;
    }
}
