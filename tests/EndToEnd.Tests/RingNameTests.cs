namespace FrameRing.EndToEnd.Tests;

/// <summary>Names that no ring can have, through every tool: the rule is told and nothing is made.</summary>
public class RingNameTests
{
    public static TheoryData<string> Names => ["", "a/b", "a b", "ünïcode", "a\nb", "../x", new string('x', 300), "*"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_cannot_be_is_refused_by_all_tools(string name)
    {
        Refuses("producer", "pattern:320x240@60", "--ring", name, "-n", "1");
        Refuses("consumer", "framemd5", name, "--wait", "0");
        Refuses("consumer", "thumbnails", name, "-o", Path.GetTempPath(), "--wait", "0");
        Refuses("ringctl", "info", name);
        Refuses("ringctl", "rm", name);
    }

    private static void Refuses(string tool, params string[] arguments)
    {
        using Tool process = new(tool, arguments);
        (int code, string output, string errors) = process.Finish();
        Assert.True(code is 1 or 2, $"{tool} {string.Join(' ', arguments)}: code {code}, {output}{errors}");
        Assert.Contains(errors.Contains("''", StringComparison.Ordinal) ? "is empty" : "no name for a ring", errors);
        Assert.DoesNotContain("   at ", errors);
    }
}
