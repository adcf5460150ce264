namespace FrameRing.EndToEnd.Tests.Packaging;

/// <summary>Restoring when there are advisories, or when nobody can be asked for them. All packages are there.</summary>
[Trait("Category", "Slow")]
public sealed class AuditTests : IDisposable
{
    private const string Restore = "restore repository/src/FrameRing -v minimal --force";

    private static readonly (string, string)[] s_strict = [("StrictAudit", "true")];

    private readonly RepositoryCopy _copy = new("FrameRing");

    public AuditTests()
    {
        _copy.Offer("tmds.libc", "microsoft.net.illink.tasks");
        (int code, string output) = _copy.DotNet("restore repository/src/FrameRing -v minimal -p:NuGetAudit=false");
        Assert.True(code == 0, output);
    }

    public void Dispose() => _copy.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_feed_that_does_not_answer_stops_nobody(bool isStrict)
    {
        // Nobody listens at port 1.
        _copy.Sources("""<add key="dead" value="http://127.0.0.1:1/index.json" allowInsecureConnections="true" />""");
        (int code, string output) = _copy.DotNet(Restore, isStrict ? s_strict : []);
        Assert.True(code == 0, output);
        Assert.Contains("warning NU1900", output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_advisory_stops_the_build_machine_and_warns_users(bool isStrict)
    {
        using AdvisoryFeed feed = new("tmds.libc");
        _copy.Sources($"""<add key="told" value="{feed.Address}/index.json" allowInsecureConnections="true" />""");
        (int code, string output) = _copy.DotNet(Restore, isStrict ? s_strict : []);
        Assert.True((code != 0) == isStrict, output);
        Assert.Contains(isStrict ? "error NU1903" : "warning NU1903", output);
    }
}
