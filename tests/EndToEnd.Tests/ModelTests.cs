namespace FrameRing.EndToEnd.Tests;

/// <summary>The model of the protocol, searched to its end by spin, and its mutants, which must be found; see tests/Model/README.md.</summary>
public class ModelTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public void The_protocol_is_right_in_all_orders_of_steps_and_what_breaks_it_is_found()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/spin") && File.Exists("/usr/bin/gcc"), "spin or gcc is not installed; get them with: sudo apt-get install spin gcc libc6-dev");
        using Tool check = Tool.Start(Tool.PathOf("tests", "Model", "check"), TimeSpan.FromMinutes(20));
        (int code, string text, string errors) = check.Finish();
        output.WriteLine(text);
        Assert.True(code == 0, text + errors);
    }
}
