using System.Globalization;

namespace FrameRing.EndToEnd.Tests.Samples;

/// <summary>The samples run together as samples/README.md says.</summary>
public sealed class SampleTests
{
    [Fact]
    public void A_writer_and_two_readers_run_to_the_end()
    {
        string ring = Tool.NewRing();
        using Tool writer = Sample("HelloWriter", ring, "2");
        using Tool latest = Sample("LatestOnly", ring);
        using Tool reader = Sample("HelloReader", ring);
        string[] means = Lines(reader);
        string[] ages = Lines(latest);
        Assert.Equal("100 frames published, 0 dropped", Lines(writer)[^1]);

        // The bar is 40 of 640 columns: (40 * 235 + 600 * 16) / 640.
        Assert.Equal([.. Enumerable.Range(1, 100).Select(number => $"{number}: 29.69"), "The writer has ended."], means);

        Assert.Equal("The writer has ended.", ages[^1]);
        ulong[] sequences = [.. ages[..^1].Select(line => ulong.Parse(line.Split(':')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(sequences.Order().Distinct(), sequences);
        Assert.True(sequences.Length is > 1 and < 100, "30 ms of work on each of 100 frames 20 ms apart must pass some over");
        Assert.Equal(100UL, sequences[^1]);
        Assert.All(ages[..^1], line => Assert.Matches(@"^\d+: \d+\.\d{3} ms old, \d+ passed over, (whole|overwritten)$", line));
    }

    [Theory]
    [InlineData("HelloReader")]
    [InlineData("LatestOnly")]
    public void A_bad_name_is_one_sentence(string sample)
    {
        using Tool tool = Sample(sample, "no/slash");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.StartsWith("Attach a ring: 'no/slash' is no name for a ring", errors);
    }

    private static Tool Sample(string name, params string[] arguments)
    {
        string program = Tool.PathOf("samples", name, "bin", "Release", "net10.0", name);
        Assert.True(File.Exists(program), $"{name} is not built; build it with: dotnet build FrameRing.sln -c Release");
        return new Tool(program, arguments);
    }

    private static string[] Lines(Tool tool)
    {
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return output.TrimEnd('\n').Split('\n');
    }
}
