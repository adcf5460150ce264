using System.Globalization;
using FrameRing.Soak.Tests.Measuring;
using FrameRing.Testing;

namespace FrameRing.Soak.Tests;

/// <summary>The control of the soak: a process that leaks must be found by the judge, and one that does not must not.</summary>
public class JudgeTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    // A child that does one step for every line, and says when it is done.
    [Theory]
    [InlineData("kept+=$(head -c 1000000 /dev/zero | tr '\\0' x)", "private bytes")]
    [InlineData("kept+=$(head -c 200000 /dev/zero | tr '\\0' x)", "private bytes")]
    [InlineData("exec {new}< /dev/null", "descriptors")]
    [InlineData("kept=$(head -c 1000000 /dev/zero | tr '\\0' x)", null)]
    [InlineData("exec 9< /dev/null", null)]
    public void A_process_that_grows_is_found(string step, string? measure)
    {
        using ChildProcess child = new("bash", ["-c", $"while read -r line; do {step}; echo done; done"]);
        ProcessMeter meter = new("child", child.Pid);
        for (int sample = 0; sample < 60; sample++)
        {
            child.WriteLine("step");
            child.Expect("done");
            meter.Sample(sample * s_interval);
        }

        IReadOnlyList<string> found = Judge.FindGrowth(meter.All);
        Assert.Equal(0, child.Finish());
        if (measure is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.StartsWith($"child: {measure} grew from", Assert.Single(found));
        }
    }

    [Theory]
    [InlineData("100 100 100 100 100 100 100 100", false)]
    [InlineData("100 109 100 110 111 112 109 112", false)] // what a collector does
    [InlineData("100 100 110 110 115 115 120 120", true)]
    [InlineData("500 500 500 500 502 502 504 504", true)]
    [InlineData("100 100 120 120 120 120 120 120", false)] // risen, and at rest
    [InlineData("100 100 100 100 100 900 100 100", false)] // a peak that goes away
    [InlineData("900 900 500 500 300 300 100 100", false)]
    public void Memory_is_compared_quarter_by_quarter(string mebibytes, bool isGrowth)
    {
        double[] values = [.. mebibytes.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        Assert.Equal(isGrowth, IsGrowth(values.Length, sample => values[sample]));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 0.75)]
    [InlineData(60, 0.125)]
    public void A_slow_leak_is_found(double minutes, double mebibytesPerMinute)
    {
        Assert.True(IsGrowth(Samples(minutes), sample => 30 + (mebibytesPerMinute * Minutes(sample))));
        Assert.True(IsGrowth(Samples(minutes), sample => 300 + (mebibytesPerMinute * Minutes(sample))));
        Assert.True(IsGrowth(Samples(minutes), sample => 30 + (mebibytesPerMinute * Minutes(sample)) + Garbage(sample, 0.7)));
    }

    // Buffers and code that come within a minute or so, however many.
    [Theory]
    [InlineData(5, 1.5)]
    [InlineData(20, 1)]
    [InlineData(100, 0.7)]
    public void A_plateau_is_no_leak(double mebibytes, double minutes) =>
        Assert.False(IsGrowth(Samples(10), sample => 30 + (mebibytes * (1 - Math.Exp(-(Minutes(sample) + Judge.WarmUp.TotalMinutes) / minutes))) + Garbage(sample, 2)));

    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(60)]
    public void Garbage_that_is_collected_is_no_leak(double minutes)
    {
        for (double start = 0; start < minutes; start += minutes / 20)
        {
            Assert.False(IsGrowth(Samples(10), sample => 30 + Garbage(sample, minutes, start)));
        }
    }

    // A program that nobody else runs: its pages are its own until somebody does.
    [Fact]
    public void Another_process_of_the_same_program_makes_no_difference()
    {
        using TempFolder folder = new();
        string program = folder.File("bash");
        File.Copy("/bin/bash", program);
        using ChildProcess first = Echo(program);

        // Stopped, so that it takes no page on its own between the samples, as it may on its way to the next line.
        first.Stop();
        Assert.True(SpinWait.SpinUntil(first.TakeStopped, TimeSpan.FromSeconds(30)), "the first process does not stop");
        ProcessMeter meter = new("child", first.Pid);
        meter.Sample(TimeSpan.Zero);
        using (ChildProcess second = Echo(program))
        {
            meter.Sample(s_interval);
            Assert.Equal(0, second.Finish());
        }

        double[] memory = [.. meter.All.First().Samples.Select(sample => sample.Value)];
        Assert.True(memory[0] > 0);
        Assert.Equal(memory[0], memory[1]);
        first.Continue();
        Assert.Equal(0, first.Finish());
    }

    [Fact]
    public void Assemblies_are_not_counted_as_descriptors()
    {
        using TempFolder folder = new();
        string assembly = folder.File("late.dll");
        File.WriteAllBytes(assembly, []);
        using ChildProcess child = new("bash", ["-c", "echo done; read -r line; exec {new}< \"$0\"; echo done; read -r line; exec {new}< /dev/null; echo done; read -r line", assembly]);

        // Not while the shell itself still opens and closes what it needs to start.
        child.Expect("done");
        ProcessMeter meter = new("child", child.Pid);
        meter.Sample(TimeSpan.Zero);
        for (int step = 1; step <= 2; step++)
        {
            child.WriteLine("step");
            child.Expect("done");
            meter.Sample(step * s_interval);
        }

        double[] descriptors = [.. meter.All.Single(series => series.Measure == "descriptors").Samples.Select(sample => sample.Value)];
        Assert.Equal([descriptors[0], descriptors[0], descriptors[0] + 1], descriptors);
        child.WriteLine("end");
        Assert.Equal(0, child.Finish());
    }

    [Fact]
    public void The_warm_up_does_not_count()
    {
        Series series = new("process", "descriptors", GrowthRule.Count);
        for (int sample = 0; sample < 20; sample++)
        {
            series.Add(sample * s_interval, sample * s_interval < Judge.WarmUp ? sample : 50);
        }

        Assert.Empty(Judge.FindGrowth([series]));
    }

    [Fact]
    public void A_run_that_is_too_short_is_no_success()
    {
        Series series = new("process", "descriptors", GrowthRule.Count);
        series.Add(TimeSpan.Zero, 1);
        Assert.Contains("too few", Assert.Single(Judge.FindGrowth([series])));
    }

    private static ChildProcess Echo(string program)
    {
        ChildProcess child = new(program, ["-c", "echo ready; while read -r line; do echo done; done"]);
        child.Expect("ready");

        // All that it does from now on it has done once, so it takes no more memory.
        child.WriteLine("line");
        child.Expect("done");
        return child;
    }

    private static bool IsGrowth(int samples, Func<int, double> mebibytes)
    {
        Series series = new("process", "private bytes", GrowthRule.Memory);
        for (int sample = 0; sample < samples; sample++)
        {
            series.Add(Judge.WarmUp + (sample * s_interval), mebibytes(sample) * (1 << 20));
        }

        return Judge.FindGrowth([series]).Count > 0;
    }

    private static int Samples(double minutes) => (int)((TimeSpan.FromMinutes(minutes) - Judge.WarmUp) / s_interval);

    private static double Minutes(int sample) => (sample * s_interval).TotalMinutes;

    // It grows to 2 MiB in so many minutes and is collected.
    private static double Garbage(int sample, double minutes, double start = 0) => 2 * ((Minutes(sample) + start) / minutes % 1);
}
