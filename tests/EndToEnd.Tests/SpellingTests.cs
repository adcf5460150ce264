namespace FrameRing.EndToEnd.Tests;

/// <summary>Options and commands that there are not, and help for those there are.</summary>
public class SpellingTests
{
    [Theory]
    [InlineData("There is no option '-vf'.", "producer", "pattern:64x32@30", "-vf", "x", "-n", "1")]
    [InlineData("There is no option '-ring'. Did you mean --ring?", "producer", "-ring", "x", "pattern:64x32@30")]
    [InlineData("There is no option '--ringg'. Did you mean --ring?", "producer", "pattern:64x32@30", "--ringg", "x")]
    [InlineData("There is no option '--wait-reader=1'. Did you mean --wait-readers?", "producer", "pattern:64x32@30", "--wait-reader=1")]
    [InlineData("There is no option '--intervall'. Did you mean --interval?", "consumer", "thumbnails", "x", "--intervall", "5")]
    [InlineData("There is no command 'thumbnals'. Did you mean thumbnails?", "consumer", "thumbnals", "x")]
    [InlineData("There is no command 'lst'. Did you mean list?", "ringctl", "lst")]
    [InlineData("There is no command 'cam'. It has: ", "consumer", "cam")]
    [InlineData("There is no option '-b:v'.", "producer", "pattern:64x32@30", "-b:v", "2M")]
    [InlineData("There is no option '-c:a'.", "producer", "pattern:64x32@30", "-c:a", "copy")]
    [InlineData("RING is missing: ringctl rm RING.", "ringctl", "rm")]
    [InlineData("RING is missing: consumer framemd5 RING.", "consumer", "framemd5", "-n", "3")]
    public void A_name_that_is_unknown_is_told_with_what_was_meant(string sentence, string name, params string[] arguments)
    {
        using Tool tool = new(name, arguments);
        (int code, string output, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith($"{name}: error: {sentence}", errors);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("-n1", "-q")]
    [InlineData("-n=1")]
    [InlineData("-frames:v", "1")]
    [InlineData("--frames=1")]
    [InlineData("-an", "-n", "1", "-y")]
    public void What_users_of_getopt_and_ffmpeg_type_is_understood(params string[] arguments)
    {
        using Tool producer = new("producer", ["pattern:64x32@30", "--ring", Tool.NewRing(), .. arguments]);
        (int code, _, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
    }

    [Theory]
    [InlineData("consumer", "thumbnails,framemd5,pipe")]
    [InlineData("ringctl", "list,info,rm,gc")]
    public void A_tool_without_a_command_tells_its_commands(string name, string commands)
    {
        using Tool tool = new(name);
        (int code, string output, string errors) = tool.Finish();
        Assert.Equal(2, code);
        Assert.Empty(output);
        string[] lines = errors.TrimEnd('\n').Split('\n');
        Assert.Equal(commands.Split(','), lines[1..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
    }

    [Fact]
    public void The_help_of_the_producer_stands_in_groups_and_is_narrow_enough_to_read()
    {
        using Tool tool = new("producer", "--help");
        (int code, string output, _) = tool.Finish();
        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        Assert.Equal(["Input:", "Decoder:", "Camera:", "Ring:", "Readers:", "Output:", "Other:"], lines.Where(line => line is [not ' ', .., ':'] && line is not ("Usage:" or "Examples:")));
        Assert.All(lines.TakeWhile(line => line != "Examples:"), line => Assert.True(line.Length <= 110, line));
    }
}
