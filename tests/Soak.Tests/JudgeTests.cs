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
    [InlineData("exec {new}< /dev/null", "descriptors")]
    [InlineData("kept=$(head -c 1000000 /dev/zero | tr '\\0' x)", null)]
    [InlineData("exec 9< /dev/null", null)]
    public void A_process_that_grows_is_found(string step, string? measure)
    {
        using ChildProcess child = new("bash", ["-c", $"while read -r line; do {step}; echo done; done"]);
        ProcessMeter meter = new("child", child.Pid);
        for (int sample = 0; sample < 36; sample++)
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
    [InlineData("100 109 100 109 110 112 109 118", false)] // 10 % and 8 MiB are within what a collector does
    [InlineData("100 100 110 110 115 115 120 120", true)]
    [InlineData("100 100 100 100 100 900 100 100", false)] // a peak that goes away
    [InlineData("900 900 500 500 300 300 100 100", false)]
    public void Memory_is_compared_quarter_by_quarter(string mebibytes, bool isGrowth)
    {
        Series series = new("process", "private bytes", GrowthRule.Memory);
        double[] values = [.. mebibytes.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture) * (1 << 20))];
        for (int index = 0; index < values.Length; index++)
        {
            series.Add(Judge.WarmUp + (index * s_interval), values[index]);
        }

        Assert.Equal(isGrowth ? 1 : 0, Judge.FindGrowth([series]).Count);
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
}
