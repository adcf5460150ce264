namespace FrameRing.EndToEnd.Tests;

/// <summary>What ringctl removes for another user of the machine: nothing of root's.</summary>
public sealed class OtherUserRemovalTests : IDisposable
{
    private readonly OtherUser _nobody = new();
    private readonly string _ring = Tool.NewRing();

    public void Dispose() => _nobody.Dispose();

    [Theory]
    [InlineData("0640")]
    [InlineData("0640", "--force")]
    [InlineData("0644")]
    [InlineData("0644", "--force")]
    public void A_dead_ring_of_roots_is_not_removed(string mode, params string[] options)
    {
        LeaveDead(mode);
        string before = Objects();
        using Tool remove = _nobody.Run("ringctl", ["rm", _ring, .. options]);
        (int code, string output, string errors) = remove.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(before, Objects());
        RemoveAsRoot();
    }

    [Theory]
    [InlineData("0640")]
    [InlineData("0644")]
    public void A_dead_ring_of_roots_is_not_collected(string mode)
    {
        // It would collect what others have left as nobody.
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("FRAMERING_TEST_NAMESPACE") == "own",
            "This removes garbage wherever it lies, so it needs a System V namespace of its own, which ./test makes as root.");
        LeaveDead(mode);
        string before = Objects();
        using Tool collect = _nobody.Run("ringctl", "gc");
        (int code, string output, string errors) = collect.Finish();
        Assert.True(code == 0, errors);
        Assert.Empty(output);
        Assert.Equal(before, Objects());
        RemoveAsRoot();
    }

    private void LeaveDead(string mode)
    {
        using Tool producer = new("producer", "pattern:64x32@60", "--ring", _ring, "--mode", mode, "--leases", "1", "-q");
        using Tool reader = new("consumer", "framemd5", _ring, "-n", "1");
        Assert.Equal(0, reader.Finish().Code);
        producer.Kill();
    }

    private void RemoveAsRoot()
    {
        using Tool remove = new("ringctl", "rm", _ring);
        Assert.Equal((0, string.Empty, string.Empty), remove.Finish());
    }

    // Keys and ids: other columns count who is attached.
    private static string Objects() => string.Join('\n', new[] { "shm", "sem" }.SelectMany(kind => File.ReadLines($"/proc/sysvipc/{kind}")
        .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3)))));
}
