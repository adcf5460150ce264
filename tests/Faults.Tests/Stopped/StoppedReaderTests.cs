using System.Text.Json;
using FrameRing.Faults.Tests.Support;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Stopped;

/// <summary>SIGSTOP of a reader at any moment: a producer at full speed publishes as many of as many frames as without it.</summary>
public class StoppedReaderTests(ITestOutputHelper output)
{
    private const int Frames = 20_000;
    private const int ProducerFrames = 300_000;

    [Theory]
    [InlineData("pure", Delivery.Live)]
    [InlineData("lease", Delivery.Live)]
    [InlineData("pure", Delivery.Lossless)]
    [InlineData("lease", Delivery.Lossless)]
    public void As_many_claims_succeed_as_without_it(string kind, Delivery delivery)
    {
        Accounts accounts = new();
        string name = $"fault.stopped.{Environment.ProcessId}.{kind}.{delivery}";
        using (NextWriter writer = NextWriter.Create(name, delivery, HugePagePolicy.Off))
        using (ChildProcess reader = ChildProcess.Peer("fault-read", name, kind))
        {
            AwaitAtWork(writer, reader);
            ulong alone = writer.Head;
            reader.Stop();
            Watchdog.Await(reader.TakeStopped, () => "the reader does not stop");
            writer.Publish(Frames);
            Assert.Equal(alone + Frames, writer.Head);
            Assert.Equal((0ul, 0ul), (writer.Statistics.Dropped, writer.Statistics.Revoked));
            reader.Continue();
            writer.End();
            Assert.Equal(0, reader.Finish());
        }

        accounts.CheckNothingLeft();
    }

    [Fact]
    public void A_reader_without_loss_is_given_up_once_and_comes_back()
    {
        Accounts accounts = new();
        string name = $"fault.stopped.{Environment.ProcessId}.evicted";
        using (NextWriter writer = NextWriter.Create(name, Delivery.Lossless, HugePagePolicy.Off, TimeSpan.FromSeconds(1)))
        using (ChildProcess reader = ChildProcess.Peer("fault-read", name, "lossless"))
        {
            AwaitAtWork(writer, reader);
            ulong before = writer.Statistics.Evicted;
            reader.Stop();
            Watchdog.Await(reader.TakeStopped, () => "the reader does not stop");
            writer.Publish(Frames);
            Assert.Equal(before + 1, writer.Statistics.Evicted);
            reader.Continue();
            reader.Expect("ready");
            writer.Publish(Frames);
            writer.End();
            Assert.Equal(0, reader.Finish());
        }

        accounts.CheckNothingLeft();
    }

    [Theory]
    [InlineData("pure")]
    [InlineData("lease")]
    public void The_producer_drops_no_more_than_without_it(string kind)
    {
        Accounts accounts = new();
        long alone = RunProducer(null);
        long beside = RunProducer(kind);
        output.WriteLine($"dropped alone: {alone}, beside a stopped {kind} reader: {beside}");
        Assert.InRange(beside, 0, alone);
        accounts.CheckNothingLeft();
    }

    // Publishes at full speed; the reader joins first, and is stopped at whatever it is doing.
    private static long RunProducer(string? kind)
    {
        string name = $"fault.stopped.{Environment.ProcessId}.producer";
        string[] wait = kind is null ? [] : ["--wait-readers", "1"];
        using ChildProcess producer = new(Repository.PathOf("bin", "producer"), ["pattern:64x64@60", "--pace", "max", "-n", $"{ProducerFrames}", "--leases", "8", "--ring", name, "--json", "-q", .. wait]);
        using ChildProcess? reader = kind is null ? null : ChildProcess.Peer("fault-look", name, kind);
        if (reader is not null)
        {
            reader.Expect("ready");
            reader.Stop();
        }

        using JsonDocument summary = JsonDocument.Parse(producer.ReadToEnd());
        Assert.Equal(0, producer.Finish());
        reader?.Continue();
        Assert.Equal(0, reader?.Finish() ?? 0);
        Assert.Equal(ProducerFrames, summary.RootElement.GetProperty("frames").GetInt64());
        return summary.RootElement.GetProperty("dropped").GetInt64();
    }

    private static void AwaitAtWork(NextWriter writer, ChildProcess reader)
    {
        Task<string?> ready = reader.ReadLineAsync();
        Watchdog.Await(
            () =>
            {
                writer.Publish();
                return ready.IsCompleted;
            },
            () => "the reader does not come up");
        writer.Publish(Frames);
    }
}
