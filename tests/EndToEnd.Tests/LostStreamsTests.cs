using System.Diagnostics;
using FrameRing.EndToEnd.Tests.Interop;

namespace FrameRing.EndToEnd.Tests;

/// <summary>
/// Tools whose standard error is closed or full do their work all the same; tools whose standard output is have not done it, and say so.
/// </summary>
public sealed class LostStreamsTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");
    private readonly string _ring = Tool.NewRing();

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> LostErrors => ["2>&-", "2>/dev/full", "0>&- 2>&-"];

    public static TheoryData<string> LostOutputs => ["1>&-", "1>/dev/full", "1>&- 2>&-", "1>/dev/full 2>/dev/full", "1>&- 2>/dev/full", "0>&- 1>&- 2>&-", "1</dev/null"];

    [Theory]
    [MemberData(nameof(LostErrors))]
    [MemberData(nameof(LostOutputs))]
    public void A_producer_publishes_and_ends_its_ring(string streams)
    {
        foreach (string input in new[] { "pattern:64x32@30", $"'{Tool.PathOf("samples", "media", "scenes.mp4")}' -v trace" })
        {
            Assert.Equal(0, Run($"producer {input} -n 3 --pace max --stats --ring {_ring} {streams}").Code);
            AssertNoRing();
        }
    }

    [Theory]
    [MemberData(nameof(LostErrors))]
    public void Without_standard_error_everything_else_is_done(string streams)
    {
        using Tool producer = StartRing();
        Assert.Contains("\"frames\":3,", Done($"producer pattern:64x32@30 -n 3 --pace max --ring {_ring}.second --json {streams}"));
        Assert.Equal(2, Reference.Frames(Done($"consumer framemd5 {_ring} -n 2 {streams}")).Length);
        Assert.StartsWith("YUV4MPEG2 W64 H32 ", Done($"consumer pipe {_ring} -n 2 {streams}"));
        Assert.Contains(_ring, Done($"ringctl list {streams}"));
        Assert.Contains(_ring, Done($"ringctl info {_ring} {streams}"));
        Assert.Contains("Usage:", Done($"ringctl --help {streams}"));
        Done($"ringctl gc --dry-run {streams}");

        // Files that are opened meanwhile hold what belongs into them, and no messages.
        string file = Path.Combine(_folder.FullName, "hashes");
        Done($"consumer framemd5 {_ring} -n 2 --json -o '{file}' {streams}");
        Assert.Equal(12, File.ReadAllLines(file).Length);
        Done($"consumer thumbnails {_ring} -n 2 --json -o '{_folder.FullName}/pictures' {streams}");
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "pictures")));

        // What goes wrong is told by the exit code alone.
        Assert.Equal(3, Run($"ringctl info {_ring}.no {streams}").Code);
        Assert.Equal(2, Run($"producer x --slots abc {streams}").Code);
        Assert.Equal(1, Run($"producer /no/such/file {streams}").Code);
        Assert.Equal(1, Run($"producer pattern:64x32@30 --ring {_ring} {streams}").Code);
        End(producer);
    }

    [Theory]
    [MemberData(nameof(LostOutputs))]
    public void Without_standard_output_what_was_to_be_written_there_is_an_error(string streams)
    {
        using Tool producer = StartRing();
        bool isHeard = !streams.Contains("2>", StringComparison.Ordinal);
        foreach (string command in new[]
        {
            $"producer pattern:64x32@30 -n 3 --pace max --ring {_ring}.second --json -q", $"consumer framemd5 {_ring} -n 2 -q", $"consumer pipe {_ring} -n 2 -q",
            $"consumer framemd5 {_ring} -n 2 -q -o /dev/stdout", "ringctl list", "ringctl list --json", $"ringctl info {_ring}", $"ringctl info {_ring} --json", "ringctl --help", "consumer --version",
        })
        {
            // By its name a stream that may only be read can be written, where it leads to something that may.
            if (streams == "1</dev/null" && command.EndsWith("/dev/stdout", StringComparison.Ordinal))
            {
                continue;
            }

            (int code, string output, string errors) = Run($"{command} {streams}");
            Assert.True(code == 1, $"{command} {streams}: {code}: {errors}");
            Assert.Empty(output);
            Assert.True(isHeard ? errors.Contains("error: Cannot write", StringComparison.Ordinal) && errors.TrimEnd().Split('\n').Length == 1 : errors.Length == 0, $"{command} {streams}: {errors}");
        }

        // Who writes nothing there misses nothing.
        Assert.Equal(0, Run($"consumer framemd5 {_ring} -n 2 -q -o '{_folder.FullName}/hashes' {streams}").Code);
        Assert.Equal(0, Run($"consumer thumbnails {_ring} -n 2 -q -o '{_folder.FullName}/pictures' {streams}").Code);
        End(producer);
    }

    [Theory]
    [InlineData("ringctl list")]
    [InlineData("consumer --help")]
    [InlineData("producer --help")]
    public void A_reader_that_wants_no_more_is_no_error(string command)
    {
        using Tool producer = StartRing();
        using Process shell = Process.Start("bash", ["-c", $"set -o pipefail; '{Path.GetDirectoryName(Tool.Locate("ringctl"))}'/{command} | true"]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        End(producer);
    }

    // A tool begins anew to be given the streams it lacks, and then its own file cannot be run any more. The first run is of the file that was opened before.
    [Theory]
    [InlineData("1>&-", true)]
    [InlineData("1>&- 2>&-", false)]
    public void A_tool_that_cannot_begin_anew_ends(string streams, bool isHeard)
    {
        Assert.SkipUnless(ForeignReaders.TryRun("unshare", ["--mount", "true"]) is (0, _), "a mount namespace of one's own needs root");
        string program = File.ResolveLinkTarget(Tool.Locate("producer"), returnFinalTarget: true)!.FullName;
        using Tool shell = Tool.Start("/usr/bin/unshare", s_limit, "--mount", "/bin/sh", "-c", $"exec 9<'{program}' && mount --bind /dev/null '{program}' && exec /proc/self/fd/9 pattern:64x32@30 -n 3 --ring {_ring} {streams}");
        (int code, _, string errors) = shell.Finish();
        Assert.True(code == 1, $"{code}: {errors}");
        Assert.Equal(isHeard, errors.Contains("producer: error: Cannot begin anew with /dev/null in place of the standard streams that are closed: Permission denied.", StringComparison.Ordinal));
        Assert.Equal(isHeard ? 1 : 0, errors.Split('\n').Length - 1);
        AssertNoRing();
    }

    private Tool StartRing()
    {
        Tool producer = new("producer", "pattern:64x32@100", "--ring", _ring);
        producer.WaitForError("slots of");
        return producer;
    }

    private void End(Tool producer)
    {
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
        AssertNoRing();
    }

    private void AssertNoRing() => Assert.DoesNotContain(_ring, Done("ringctl list"));

    private static string Done(string command)
    {
        (int code, string output, string errors) = Run(command);
        Assert.True(code == 0, $"{command}: {code}: {errors}");
        return output;
    }

    private static (int Code, string Output, string Errors) Run(string command)
    {
        using Tool shell = Tool.Start("/bin/sh", s_limit, "-c", $"exec '{Path.GetDirectoryName(Tool.Locate("ringctl"))}'/{command}");
        return shell.Finish();
    }
}
