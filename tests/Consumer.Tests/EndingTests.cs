using FrameRing.Formats;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests;

/// <summary>How a consumer ends, and what it tells.</summary>
public class EndingTests
{
    private static readonly Picture s_picture = new(PixelFormats.Yu12, 64, 32);

    [Theory]
    [InlineData("'0' is no value for --frames", "-n", "0")]
    [InlineData("'-1' is no value for --frames", "-n", "-1")]
    [InlineData("is no duration for --timeout", "--timeout", "soon")]
    [InlineData("is no duration for --wait", "--wait", "-1")]
    [InlineData("is no value for --start", "--start", "middle")]
    [InlineData("no such name in /etc/passwd", "--owner", "no:such:user")]
    [InlineData("every", "--policy", "some")]
    public void A_value_that_makes_no_sense_is_refused(string part, params string[] options)
    {
        using Tool tool = new("consumer", ["framemd5", "x", .. options]);
        (int code, string output, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Contains(part, errors);
        Assert.Contains("--help", errors);
        Assert.Empty(output);
    }

    [Fact]
    public void The_y4m_header_and_a_change_of_size_exclude_each_other()
    {
        using Tool tool = new("consumer", "pipe", "x", "--allow-size-change");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Contains("--format rawvideo", errors);
    }

    [Fact]
    public void Owners_may_be_named()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Create(ring, frames: 1);
        using Tool tool = new("consumer", "framemd5", ring, "-n", "1", "--owner", "root", "--owner", "12345");
        Assert.Equal(0, tool.Finish().Code);
    }

    [Fact]
    public void No_frame_in_time_is_code_5()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Create(ring, frames: 1);
        using Tool tool = new("consumer", "framemd5", ring, "--timeout", "100ms");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(5, code);
        Assert.Contains("for 0.1 s", errors);
    }

    [Fact]
    public void A_follower_gives_up_after_the_timeout_too()
    {
        string ring = Tool.NewRing();
        Create(ring, frames: 1).Dispose();
        using FrameRingWriter writer = Create(ring, frames: 1);
        using Tool tool = new("consumer", "framemd5", ring, "--follow", "--timeout", "1");
        tool.WaitForOutput("0, ");
        writer.Dispose();
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(5, code);
        Assert.Contains("waiting for the next one", errors);
    }

    [Fact]
    public void A_follower_waits_for_the_first_frame_of_a_slow_successor()
    {
        string ring = Tool.NewRing();
        FrameRingWriter first = Create(ring, frames: 1);
        using Tool tool = new("consumer", "framemd5", ring, "--follow", "-n", "2");
        tool.WaitForOutput("0, ");
        first.Dispose();
        using FrameRingWriter second = Create(ring, frames: 0);

        // The follower is on the second ring, and there is nothing in it for a while.
        Assert.True(SpinWait.SpinUntil(() => second.AttachedReaders == 1, TimeSpan.FromSeconds(30)));
        Assert.False(tool.HasEndedWithin(TimeSpan.FromMilliseconds(600)));
        Publish(second);
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("0, ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lost_frames_are_code_6_when_strict()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Create(ring, frames: 1);
        using Tool tool = new("consumer", "framemd5", ring, "--strict", "-n", "2");
        tool.WaitForOutput("0, ");
        tool.Signal("STOP");
        for (int i = 0; i < 20; i++)
        {
            Publish(writer);
        }

        tool.Signal("CONT");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(6, code);
        Assert.DoesNotContain(" 0 lost", errors);
    }

    [Theory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    [InlineData("HUP", 1)]
    public void A_signal_is_a_clean_end(string signal, int number)
    {
        IgnoredSignals.SkipIfAny(number);
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Create(ring, frames: 1);
        using Tool tool = new("consumer", "framemd5", ring);
        tool.WaitForOutput("0, ");
        tool.Signal(signal);
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(0, code);
        Assert.Contains("1 frame", errors);
    }

    [Theory]
    [InlineData("framemd5")]
    [InlineData("pipe")]
    public void The_help_ends_with_examples(string command)
    {
        using Tool tool = new("consumer", command, "--help");
        (int code, string output, _) = tool.Finish();
        Assert.Equal(0, code);
        Assert.Contains($"Examples:\n  consumer {command} ", output);
    }

    private static FrameRingWriter Create(string ring, int frames)
    {
        FrameRingWriter writer = s_picture.CreateRing(ring, 4);
        for (int i = 0; i < frames; i++)
        {
            Publish(writer);
        }

        return writer;
    }

    private static void Publish(FrameRingWriter writer) => s_picture.Publish(writer, new byte[s_picture.PackedSize], s_picture.Describe());

    [Fact]
    public void A_signal_ends_a_wait_for_a_reader_of_the_pipe_that_does_not_read()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "where a process sleeps in the kernel is shown to root only");
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:1280x720@60", "--ring", ring, "-q");

        // The pipe is full after the first frames: sleep never reads. The consumer's code is what the shell prints.
        string script = $"{{ \"{Tool.Locate("consumer")}\" pipe {ring} -q & echo $! >&2; wait $!; echo code $? >&2; }} | sleep 60";
        using System.Diagnostics.Process shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", script]) { RedirectStandardError = true })!;
        using Timer watchdog = new(_ => shell.Kill(true), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        string pid = shell.StandardError.ReadLine()!;

        // Not before it sleeps because the pipe is full; the watchdog ends this too.
        using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("sh", ["-c", $"while [ -e /proc/{pid} ] && ! grep -q poll /proc/{pid}/wchan; do :; done; kill -TERM {pid}"]);
        kill.WaitForExit();
        Assert.Equal("code 0", shell.StandardError.ReadLine());
        shell.Kill(true);
    }

    [Fact]
    public void Json_tells_of_a_failure_too()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "--ring", ring, "-q");
        using Tool tool = new("consumer", "framemd5", ring, "-o", "/dev/full", "--json");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(1, code);
        Assert.Contains("\"exit_code\":1", errors);
        Assert.Contains("\"error\":\"Cannot write", errors);
    }

    [Theory]
    [InlineData("--wait", "NaN")]
    [InlineData("--timeout", "-Infinity")]
    public void What_only_looks_like_a_number_is_no_duration(string option, string value)
    {
        using Tool tool = new("consumer", "framemd5", "x", $"{option}={value}");
        (int code, _, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.DoesNotContain("   at ", errors);
    }
}
