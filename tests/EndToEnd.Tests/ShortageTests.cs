using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>
/// A stream that changes its size while there can be no larger segment, as when a stranger has used up the segments of the name space:
/// the producer goes on with what fits and says what it lost.
/// </summary>
public sealed class ShortageTests : IDisposable
{
    // 25 frames of 1280x720, 25 of 1920x1080, 25 of 1280x720.
    private static readonly string s_clip = Tool.PathOf("samples", "media", "size-change.ts");

    private readonly string _log = Path.GetTempFileName();

    public void Dispose() => File.Delete(_log);

    [Theory]
    [InlineData("shmmni", "2", "kernel.shmmni")]
    [InlineData("shmall", "6000", "kernel.shmall")]
    public void Frames_that_fit_go_on_and_the_others_are_counted(string limit, string value, string named)
    {
        (int code, string output, string errors) = Elsewhere($"""
            printf {value} > /proc/sys/kernel/{limit}
            exec "$0" "$1" --ring short --huge off --json
            """);
        Assert.True(code == 0, errors);
        JsonElement figures = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            (50, 25, 25, 1),
            (Figure(figures, "frames"), Figure(figures, "dropped"), Figure(figures, "too_large"), Figure(figures, "generations")));
        string told = Assert.Single(errors.Split('\n'), line => line.Contains("larger slots", StringComparison.Ordinal));
        Assert.Contains(named, told);
        Assert.Contains("sudo sysctl", told);
        Assert.Contains("25 frames were dropped because no slot was large enough", errors);
    }

    [Fact]
    public void It_goes_on_with_all_frames_when_there_is_room_again()
    {
        // The shell raises the limit when it was told of it, and ends the producer when that has told the new size.
        (int code, string output, string errors) = Elsewhere($$"""
            exec 3>&1
            echo 2 > /proc/sys/kernel/shmmni
            { "$0" "$1" --ring short --huge off --json --loop -1 2>&1 >&3 & echo $! > "$2"; wait $!; } | while read -r line; do
              echo "$line" >&2
              case $line in
                *"need larger slots"*) echo 4 > /proc/sys/kernel/shmmni;;
                *"outgrown their slots"*) kill "$(cat "$2")";;
              esac
            done
            """);
        Assert.True(code == 0, errors);
        JsonElement figures = JsonDocument.Parse(output).RootElement;
        Assert.Equal(2, Figure(figures, "generations"));
        Assert.True(Figure(figures, "too_large") > 0);
        Assert.Contains("larger slots could be made", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Without_loss_the_ring_stands_still_until_there_is_room_again()
    {
        (int code, string output, string errors) = Elsewhere($$"""
            exec 3>&1
            echo 3 > /proc/sys/kernel/shmmni
            { "$0" "$1" --ring short --huge off --json --delivery lossless 2>&1 >&3 & wait $!; } | while read -r line; do
              echo "$line" >&2
              case $line in *"need larger slots"*) echo 8 > /proc/sys/kernel/shmmni;; esac
            done
            """);
        Assert.True(code == 0, errors);
        JsonElement figures = JsonDocument.Parse(output).RootElement;
        Assert.Equal((75, 0, 2), (Figure(figures, "frames"), Figure(figures, "dropped"), Figure(figures, "generations")));
        Assert.Contains("need larger slots", errors);
    }

    [Fact]
    public void A_later_generation_on_smaller_pages_than_asked_for_says_why_like_the_first()
    {
        // Nobody may use huge pages.
        using OtherUser nobody = new();
        using Tool producer = nobody.Run("producer", s_clip, "--ring", Tool.NewRing(), "--huge", "2M", "--json", "--pace", "max");
        (int code, string output, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(2, errors.Split('\n').Count(line => line.Contains("No 2 MiB huge pages", StringComparison.Ordinal)));
        Assert.Contains("The frames have outgrown their slots; now ", errors);
        Assert.Equal(["Normal", "Normal"], JsonDocument.Parse(output).RootElement.GetProperty("generation_pages").EnumerateArray().Select(page => page.GetString()));
    }

    private static int Figure(JsonElement figures, string name) => figures.GetProperty(name).GetInt32();

    private (int Code, string Output, string Errors) Elsewhere(string script)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "an IPC name space of one's own needs root");
        using Tool shell = Tool.Start("/usr/bin/unshare", TimeSpan.FromSeconds(60), "-i", "sh", "-c", script, Tool.Locate("producer"), s_clip, _log);
        return shell.Finish();
    }
}
