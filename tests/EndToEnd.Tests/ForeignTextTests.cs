using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Words that others have chosen, on the terminal of whoever looks at their rings or opens their files.</summary>
public sealed class ForeignTextTests : IDisposable
{
    // Sets the title of a terminal, clears it, says it differently for one that knows C1, and turns the direction.
    private const string Hostile = "\u001b]0;owned\a\u001b[2J\u009b1m\u202e\\x\n";
    private const string Shown = @"\x1b]0;owned\x07\x1b[2J\u{9b}1m\u{202e}\\x\x0a";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_command_line_of_another_users_producer_is_shown_and_not_obeyed()
    {
        using OtherUser nobody = new();
        string ring = Tool.NewRing();

        // A copy that nobody may run, by another name: that of a program is whatever who starts it says.
        using Tool producer = nobody.RunNamed(Hostile, "producer", "pattern:64x32@30", "--ring", ring, "--mode", "0644", "-q");
        JsonElement info = RingState.WaitFor(ring, HasWriter);
        Assert.StartsWith(Hostile.Trim(), info.GetProperty("writer_command").GetString());

        Assert.Contains(Shown[..30], Look("list"));
        Assert.Contains(Shown, Look("info", ring));

        using Tool second = new("producer", "pattern:64x32@30", "--ring", ring);
        (int code, string output, string errors) = second.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        AssertHarmless(errors);
        Assert.Contains("already writes it", errors);
        Assert.Contains(Shown, errors);

        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Fact]
    public void A_command_line_that_is_no_text_is_shown_byte_by_byte()
    {
        string ring = Tool.NewRing();
        using Tool producer = Tool.Start("/bin/bash", TimeSpan.FromSeconds(60), "-c", $"exec -a $'a\\xffb\\x9b' '{Tool.Locate("producer")}' pattern:64x32@30 --ring {ring} -q");
        RingState.WaitFor(ring, HasWriter);
        Assert.Contains(@"a\xffb\x9b pattern:64x32@30", Look("info", ring));
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Fact]
    public void Messages_of_FFmpeg_that_quote_a_file_are_shown_and_not_obeyed()
    {
        string list = Path.Combine(_folder.FullName, "list.txt");
        File.WriteAllText(list, "ffconcat version 1.0\nfile 'no\u001b[2J\u009b1m\u202e\u007f\b.mp4'\n");
        using Tool producer = new("producer", list, "-f", "concat", "--format-option", "safe=0", "-v", "error", "--ring", Tool.NewRing());
        (int code, string output, string errors) = producer.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        AssertHarmless(errors);
        Assert.Contains("Impossible to open", errors);
        Assert.Contains(@"\x1b[2J\u{9b}1m\u{202e}\x7f\x08.mp4", errors);
    }

    [Fact]
    public void What_was_typed_is_shown_in_one_line()
    {
        foreach (string[] arguments in new string[][] { ["producer", Hostile], ["producer", "pattern:64x32@30", "--decoder", Hostile], ["producer", Hostile, "pattern:64x32@30"], ["consumer", "framemd5", "x", "--policy", Hostile], ["ringctl", "info", Hostile], ["ringctl", Hostile] })
        {
            using Tool tool = new(arguments[0], arguments[1..]);
            (int code, _, string errors) = tool.Finish();
            Assert.True(code is 1 or 2, errors);
            AssertHarmless(errors);
            Assert.Single(errors.TrimEnd('\n').Split('\n'));
        }
    }

    private static bool HasWriter(JsonElement ring) => ring.GetProperty("writer_command").ValueKind == JsonValueKind.String;

    private static string Look(params string[] arguments)
    {
        using Tool tool = new("ringctl", arguments);
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        AssertHarmless(output);
        AssertHarmless(errors);
        return output;
    }

    private static void AssertHarmless(string text) => Assert.DoesNotContain(text, static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
}
