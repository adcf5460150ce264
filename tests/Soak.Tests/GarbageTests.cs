using FrameRing.Soak.Tests.Measuring;
using FrameRing.Testing;

namespace FrameRing.Soak.Tests;

/// <summary>Pictures leave garbage; the tools let little of it lie, whatever the processor's cache is. Twenty thousand pictures, hence slow.</summary>
[Trait("Category", "Slow")]
public class GarbageTests
{
    private const double MiB = 1 << 20;
    private const int WarmUp = 2000;
    private const int Pictures = 20000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Fact]
    public void Memory_does_not_follow_the_number_of_pictures()
    {
        using TempFolder folder = new();
        string ring = $"garbage.{Environment.ProcessId}";
        using ChildProcess consumer = Start("2>&1", SoakProcess.PathOf("consumer"), "thumbnails", ring, "--wait", "60", "--follow", "--lossless", "--start", "oldest", "--nth", "1", "--latest", "--keep", "0", "--size", "32", "-o", folder.Path);
        double warm = MemoryAfter(WarmUp, ring, consumer);
        double last = MemoryAfter(Pictures, ring, consumer);
        consumer.Signal(Tmds.Linux.LibC.SIGTERM);
        Assert.Contains($"{WarmUp + Pictures} pictures", consumer.ReadToEnd());
        Assert.Equal(0, consumer.Finish());
        Assert.InRange(last - warm, double.MinValue, 4 * MiB);
    }

    // The consumer says when a producer has ended, and waits for the next one.
    private static double MemoryAfter(int frames, string ring, ChildProcess consumer)
    {
        using (ChildProcess producer = Start(">&2", SoakProcess.PathOf("producer"), "pattern:64x36@60:NV12", "--pace", "max", "--delivery", "lossless", "--leases", "1", "--reader-timeout", "60", "--ring", ring, "-n", $"{frames}", "--wait-readers", "1", "-q"))
        {
            Assert.True(producer.Finish() == 0, producer.Errors);
        }

        while (!consumer.ReadLine().Contains("the producer has ended", StringComparison.Ordinal))
        {
        }

        ProcessMeter meter = new("consumer", consumer.Pid);
        meter.Sample(TimeSpan.Zero);
        return meter.All.First().Samples[0].Value;
    }

    private static ChildProcess Start(string redirection, params string[] command) =>
        new("bash", ["-c", $"exec \"$0\" \"$@\" {redirection}", .. command], s_limit);
}
