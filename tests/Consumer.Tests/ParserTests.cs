using FrameRing.CommandLine;

namespace FrameRing.Consumer.Tests;

public class ParserTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("10s", 10)]
    [InlineData("500ms", 0.5)]
    [InlineData("200us", 0.0002)]
    [InlineData("02:03", 123)]
    [InlineData("1:02:03.5", 3723.5)]
    [InlineData("0", 0)]
    public void Durations_are_read_as_ffmpeg_reads_them(string text, double seconds)
    {
        Assert.True(DurationParser.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("1:60")]
    [InlineData("1:2:3:4")]
    [InlineData("1:")]
    [InlineData("ten")]
    [InlineData("1e3")]
    [InlineData("5 s")]
    [InlineData("99999999999999999999")]
    public void What_is_no_duration_is_refused(string? text) => Assert.False(DurationParser.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(66_374_860, "63.3 MiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void Sizes_are_for_people(long bytes, string text) => Assert.Equal(text, SizeFormatter.Format(bytes));

    [Fact]
    public void A_rate_without_time_is_a_dash()
    {
        Assert.Equal("- frames/s", RateFormatter.Format(5, TimeSpan.Zero));
        Assert.Equal("59.9 frames/s", RateFormatter.Format(599, TimeSpan.FromSeconds(10)));
    }
}
