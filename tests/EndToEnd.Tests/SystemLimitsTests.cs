using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests;

/// <summary>
/// A producer on a machine whose limits are too small, in an IPC name space of its own: it says which limit, and the command that raises
/// it; the command is then followed, and helps.
/// </summary>
public class SystemLimitsTests
{
    [Theory]
    [InlineData("shmmax", "1000000", "kernel.shmmax")]
    [InlineData("shmmni", "1", "kernel.shmmni")]
    [InlineData("shmmni", "0", "kernel.shmmni")]
    [InlineData("shmall", "100", "kernel.shmall")]
    [InlineData("sem", "250 32000 32 0", "kernel.sem")]
    [InlineData("sem", "0 0 32 0", "kernel.sem")]
    public void A_limit_that_is_too_small_is_named_with_the_command_that_helps(string limit, string value, string named)
    {
        (int code, string output) = Elsewhere($$"""
            printf '{{value}}' > /proc/sys/kernel/{{limit}}
            "$0" pattern:1280x720@60 --ring limits -n 3 -q --huge off 2> "$1"
            code=$?
            cat "$1"
            echo "left: $(tail -q -n +2 /proc/sysvipc/shm /proc/sysvipc/sem | wc -l)"
            sed -n 's/.*sysctl [-w ]*[a-z._]*="\{0,1\}\([0-9 ]*\).*/\1/p' "$1" > /proc/sys/kernel/{{limit}}
            "$0" pattern:1280x720@60 --ring limits -n 3 -q --huge off
            echo "after the remedy: $?"
            exit $code
            """);
        Assert.True(code == 1, output);
        Assert.Contains(named, output);
        Assert.Contains("left: 0", output);
        Assert.Contains("after the remedy: 0", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public void More_memory_than_the_machine_has_is_refused_before_it_is_touched()
    {
        using Tool producer = new("producer", "pattern:7680x4320@30", "--ring", Tool.NewRing(), "--slots", "65535", "--huge", "off");
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(1, code);
        Assert.Contains("memory", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Theory]
    [InlineData("require-2M")]
    [InlineData("require-1G")]
    public void Huge_pages_that_are_demanded_and_not_there_name_the_command(string pages)
    {
        using Tool producer = new("producer", "pattern:3840x2160@30", "--ring", Tool.NewRing(), "--slots", "1000", "--huge", pages);
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(1, code);
        string kilobytes = pages == "require-2M" ? "2048" : "1048576";
        string expected = !Directory.Exists($"/sys/kernel/mm/hugepages/hugepages-{kilobytes}kB") ? "has no huge pages of that size"
            : pages == "require-2M" ? "sysctl vm.nr_hugepages=" : $"hugepages-{kilobytes}kB";
        Assert.Contains(expected, errors);
    }

    private static (int Code, string Output) Elsewhere(string script)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "an IPC name space of one's own needs root");
        string log = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new("unshare", ["-i", "sh", "-c", script, Tool.Locate("producer"), log]) { RedirectStandardOutput = true };
            using Process shell = Process.Start(start)!;
            using Timer watchdog = new(_ => shell.Kill(true), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
            string output = shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            return (shell.ExitCode, output);
        }
        finally
        {
            File.Delete(log);
        }
    }
}
