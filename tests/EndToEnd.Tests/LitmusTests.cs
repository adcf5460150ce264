namespace FrameRing.EndToEnd.Tests;

/// <summary>The litmus program: torn and mistaken frames on real memory. It proves by its controls that it would see them.</summary>
public class LitmusTests(ITestOutputHelper output)
{
    [Fact]
    public void A_short_run_finds_what_the_controls_plant_and_nothing_else() => Run("--reads", "300000", "--leases", "1000");

    [Fact]
    [Trait("Category", "Slow")]
    public void A_hundred_million_reads() => Run();

    [Theory]
    [InlineData("--reads")]
    [InlineData("--reads", "0")]
    [InlineData("--bytes", "7")]
    [InlineData("--nonsense", "1")]
    public void Bad_options_are_refused(params string[] arguments) => Assert.Equal(64, Start(arguments).Finish().Code);

    private void Run(params string[] arguments)
    {
        using Tool litmus = Start(arguments);
        (int code, string text, string errors) = litmus.Finish();
        output.WriteLine(text);
        Assert.True(code == 0, $"code {code}:\n{text}{errors}");
    }

    private static Tool Start(string[] arguments) =>
        Tool.Start(Tool.PathOf("tests", "Litmus", "bin", "Release", "net10.0", "FrameRing.Litmus"), TimeSpan.FromMinutes(15), arguments);
}
