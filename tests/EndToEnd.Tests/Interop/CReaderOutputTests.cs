namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>The reader in C without one of its streams, and what it says about a command line that makes no sense: as consumer.</summary>
public sealed class CReaderOutputTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    [Theory]
    [InlineData("1>&-")]
    [InlineData("1>/dev/full")]
    [InlineData("1</dev/null")]
    [InlineData("0>&- 1>&-")]
    public void Output_that_cannot_be_written_is_code_1_and_a_sentence(string streams)
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        foreach (string arguments in new[] { $"{ring.Name} -o -n 1", "--help" })
        {
            using Tool reader = Run($"{arguments} {streams}");
            (int code, string output, string errors) = reader.Finish();
            Assert.Equal(1, code);
            Assert.Empty(output);
            Assert.Contains("standard output", errors);
            Assert.Single(errors.TrimEnd().Split('\n'));
        }
    }

    [Theory]
    [InlineData("1>&- 2>&-")]
    [InlineData("0>&- 1>&- 2>&-")]
    [InlineData("1>/dev/full 2>/dev/full")]
    public void Without_both_streams_the_exit_code_tells(string streams)
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = Run($"{ring.Name} -o -n 1 {streams}");
        Assert.Equal((1, string.Empty, string.Empty), reader.Finish());
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("0>&- 2>&-")]
    [InlineData("2>/dev/full")]
    public void Messages_never_go_into_the_output(string streams)
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = Run($"{ring.Name} -o -n 1 {streams}");
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(0, code);
        Assert.StartsWith("1 ", Assert.Single(output.TrimEnd().Split('\n')));
        Assert.Empty(errors);
        using Tool missing = Run($"{ring.Name}.no -w 0 {streams}");
        Assert.Equal((3, string.Empty, string.Empty), missing.Finish());
        using Tool nonsense = Run($"{ring.Name} --nonsense {streams}");
        Assert.Equal((2, string.Empty, string.Empty), nonsense.Finish());
    }

    [Fact]
    public void A_pipe_that_is_closed_is_an_end()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@240", "--ring", ring, "-q");
        using Tool reader = new("/bin/bash", "-c", $"'{readers.PathOf("framering-read")}' {ring} | head -n 1 > /dev/null; exit ${{PIPESTATUS[0]}}");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 0)]
    [InlineData("Oldest", 0)]
    [InlineData("281474976710656", 2)]
    [InlineData("18446744073709551617", 2)]
    [InlineData("-1", 2)]
    [InlineData("+1", 2)]
    [InlineData("", 2)]
    public void Where_to_begin_is_read_as_consumer_reads_it(string start, int expected)
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool own = new("consumer", "framemd5", ring.Name, "--start", start, "-n", "1");
        Assert.Equal(expected, own.Finish().Code);
        using Tool reader = readers.C(ring.Name, "--start", start, "-n", "1");
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, output.StartsWith("1 ", StringComparison.Ordinal));
        Assert.Equal(expected != 0, errors.Length > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("\u001b[2J")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_name_that_no_ring_can_have_is_code_2(string name)
    {
        readers.SkipUnlessPresent();
        using Tool own = new("consumer", "framemd5", name, "--wait", "0");
        Assert.Equal(2, own.Finish().Code);
        using Tool reader = readers.C(name, "-w", "0");
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("name", errors);
        Assert.DoesNotContain('\u001b', errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private Tool Run(string arguments) => new("/bin/sh", "-c", $"exec '{readers.PathOf("framering-read")}' {arguments}");
}
