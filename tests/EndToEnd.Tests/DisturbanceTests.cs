using System.Diagnostics;
using System.Globalization;

namespace FrameRing.EndToEnd.Tests;

/// <summary>What happens to one process must not reach the others: stopped and killed consumers, a killed producer, on a decoded file and on the test picture.</summary>
[Trait("Category", "Slow")]
public class DisturbanceTests(ITestOutputHelper output)
{
    private const int Pages = 4096;

    // Both last some seconds at their own pace, and give every frame to a reader that keeps up.
    private static readonly string[] s_clip = [Tool.PathOf("samples", "media", "scenes.mp4")];
    private static readonly string[] s_picture = ["pattern:1280x720@60", "-n", "300"];

    [Theory]
    [InlineData(true, "STOP")]
    [InlineData(true, "KILL")]
    [InlineData(false, "STOP")]
    [InlineData(false, "KILL")]
    public void A_consumer_that_is_stopped_or_killed_changes_nothing_for_the_others(bool isFile, string signal)
    {
        string[] input = isFile ? s_clip : s_picture;
        string expected = Undisturbed(input);
        string ring = Tool.NewRing();
        using Tool producer = new("producer", [.. input, "--ring", ring, "--wait-readers", "3", "-q", "--json"]);
        using Tool victim = new("consumer", "framemd5", ring);
        using Tool first = new("consumer", "framemd5", ring);
        using Tool second = new("consumer", "framemd5", ring);

        // A line behind the header: the victim is in the middle of its work.
        victim.WaitForOutput("0, ");
        victim.Signal(signal);
        (int firstCode, string firstLines, string firstErrors) = first.Finish();
        (int secondCode, string secondLines, string secondErrors) = second.Finish();
        Assert.True(firstCode == 0, firstErrors);
        Assert.True(secondCode == 0, secondErrors);
        Assert.Equal(expected, firstLines);
        Assert.Equal(expected, secondLines);
        (int code, string json, _) = producer.Finish();
        Assert.Equal(0, code);
        Assert.Contains($"\"frames\":{Frames(expected)},", json);
        Assert.Contains("\"dropped\":0", json);
        output.WriteLine($"{signal} of one of three: {Frames(expected)} frames, hashes of the other two equal to an undisturbed run; producer: {json.Trim()}");
        if (signal == "STOP")
        {
            // What is left of its ring is still mapped by it: it wakes up, reads on and ends by itself.
            victim.Signal("CONT");
            Assert.Equal(0, victim.Finish().Code);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_killed_producer_is_told_to_all_and_leaves_no_frames_behind(bool isFile)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", [.. isFile ? s_clip : s_picture, "--ring", ring, "--wait-readers", "3", "-q"]);
        Tool[] consumers = [.. Enumerable.Range(0, 3).Select(_ => new Tool("consumer", "framemd5", ring))];
        foreach (Tool consumer in consumers)
        {
            consumer.WaitForOutput("0, ");
        }

        // The control: while they live, the frames are there.
        Assert.NotEmpty(FrameSegmentsOf(producer.Id));
        long killed = Stopwatch.GetTimestamp();
        producer.Kill();
        List<string> times = [];
        foreach (Tool consumer in consumers)
        {
            (int code, _, string errors) = consumer.Finish();
            times.Add(Stopwatch.GetElapsedTime(killed).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
            Assert.Equal(4, code);
            Assert.Contains("has died", errors);
            consumer.Dispose();
        }

        output.WriteLine($"from kill -9 of the producer to the end of the three consumers' processes: {string.Join(", ", times)} ms");
        Assert.Empty(FrameSegmentsOf(producer.Id));
        using Tool remove = new("ringctl", "rm", ring);
        Assert.Equal(0, remove.Finish().Code);
    }

    private static string Undisturbed(string[] input)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", [.. input, "--ring", ring, "--wait-readers", "1", "-q"]);
        using Tool consumer = new("consumer", "framemd5", ring);
        (int code, string lines, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(0, producer.Finish().Code);
        return lines;
    }

    private static int Frames(string lines) => lines.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal));

    // proc_sysvipc_shm(5): key shmid perms size cpid lpid nattch ...; the directory is one page.
    private static string[] FrameSegmentsOf(int pid) =>
    [
        .. File.ReadLines("/proc/sysvipc/shm").Skip(1).Where(line =>
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(fields[4], CultureInfo.InvariantCulture) == pid && long.Parse(fields[3], CultureInfo.InvariantCulture) > Pages;
        }),
    ];
}
