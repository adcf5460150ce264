namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>The reader in Python whose standard error is closed or full does its work; without its standard output it has not done it, and says so.</summary>
public sealed class PythonReaderStreamsTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData("0>&- 2>&-")]
    [InlineData("2</dev/null")]
    public void Without_standard_error_everything_else_is_done(string streams)
    {
        string ring = Start(out Tool producer);
        using (producer)
        {
            (int code, string output, _) = Run($"{ring} -n 2 {streams}");
            Assert.Equal(0, code);
            Assert.Equal(2, output.TrimEnd().Split('\n').Length);
            (code, output, _) = Run($"--help {streams}");
            Assert.Equal(0, code);
            Assert.Contains("--lossless", output);

            // What goes wrong is told by the exit code alone, and never among the frames.
            Assert.Equal((3, string.Empty, string.Empty), Run($"{ring}.no -w 0 {streams}"));
            Assert.Equal((2, string.Empty, string.Empty), Run($"{ring} --timeout abc {streams}"));
            Assert.Equal((5, string.Empty, string.Empty), Run($"{ring} --start 99999999 --timeout 0 {streams}"));
            Assert.Equal((1, string.Empty, string.Empty), Run($"{ring} --lossless {streams}"));
        }
    }

    [Theory]
    [InlineData("1>&-")]
    [InlineData("1>/dev/full")]
    [InlineData("1</dev/null")]
    [InlineData("1>&- 2>&-")]
    [InlineData("1>/dev/full 2>/dev/full")]
    [InlineData("1>&- 2>/dev/full")]
    [InlineData("0>&- 1>&- 2>&-")]
    public void Without_standard_output_nothing_is_done(string streams)
    {
        string ring = Start(out Tool producer);
        using (producer)
        {
            foreach (string command in new[] { $"{ring} -n 2 {streams}", $"--help {streams}" })
            {
                (int code, string output, string errors) = Run(command);
                Assert.True(code == 1, $"{command}: {code}: {errors}");
                Assert.Empty(output);
                if (streams.Contains("2>", StringComparison.Ordinal))
                {
                    Assert.Empty(errors);
                    continue;
                }

                PythonReader.AssertSentence(command, errors);
                Assert.Contains("error: Cannot write standard output", errors);
            }
        }
    }

    [Theory]
    [InlineData("-o")]
    [InlineData("--help")]
    public void A_reader_of_the_pipe_that_wants_no_more_is_no_error(string options)
    {
        string ring = Start(out Tool producer);
        using (producer)
        {
            using Tool shell = PythonReader.Shell($"set -o pipefail; python3 -B \"$0\" {ring} {options} | head -1");
            (int code, string output, string errors) = shell.Finish();
            Assert.True(code == 0, errors);
            Assert.Single(output.TrimEnd().Split('\n'));
            Assert.Empty(errors);
        }
    }

    [Fact]
    public void A_signal_is_heard_while_nobody_reads_the_pipe()
    {
        string ring = Start(out Tool producer);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-");
        try
        {
            using Tool stopped = producer;
            string fifo = Path.Combine(folder.FullName, "fifo");
            using Tool reader = PythonReader.Shell($"""
                mkfifo '{fifo}' && exec 3<>'{fifo}'
                dd if=/dev/zero of='{fifo}' bs=4096 count=1000 oflag=nonblock 2> /dev/null
                exec python3 -B "$0" {ring} > '{fifo}'
                """);
            RingState.WaitFor(ring, state => RingState.Readers(state) == 1);
            reader.Signal("TERM");
            (int code, _, string errors) = reader.Finish();
            Assert.True(code == 0, errors);
            Assert.Empty(errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Output, string Errors) Run(string command)
    {
        using Tool shell = PythonReader.Shell($"exec python3 -B \"$0\" {command}");
        return shell.Finish();
    }

    private string Start(out Tool producer)
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        producer = new Tool("producer", "pattern:64x32@100", "--ring", ring, "-q");
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        return ring;
    }
}
