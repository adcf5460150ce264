using FrameRing.CommandLine;

namespace FrameRing.Producer.Tests.Sources.Cameras;

/// <summary>What a histogram gives back is what sorting gives, at most a part in 16 too large.</summary>
public class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(1)]
    public void Percentiles_are_those_of_the_sorted_times(double share)
    {
        Random random = new(7);
        long[] times = [.. Enumerable.Range(0, 10_000).Select(_ => (long)Math.Pow(10, 3 + (random.NextDouble() * 7)))];
        LatencyHistogram histogram = new();
        Array.ForEach(times, histogram.Add);
        Array.Sort(times);
        double exact = times[(int)Math.Ceiling(share * times.Length) - 1];
        Assert.InRange(histogram.GetPercentile(share).TotalNanoseconds, exact - 100, exact * 17 / 16);
        Assert.Equal(times.Length, histogram.Count);
    }

    [Fact]
    public void Nothing_and_the_future_are_zero()
    {
        LatencyHistogram histogram = new();
        Assert.Equal(TimeSpan.Zero, histogram.GetPercentile(0.5));
        histogram.Add(-5_000_000);
        Assert.Equal(TimeSpan.Zero, histogram.GetPercentile(0.5));
        Assert.Equal(TimeSpan.Zero, histogram.Max);
    }
}
