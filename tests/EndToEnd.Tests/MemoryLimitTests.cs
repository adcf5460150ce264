namespace FrameRing.EndToEnd.Tests;

/// <summary>A producer in a control group whose limit is less than its ring: it is refused, and not killed by the kernel.</summary>
public sealed class MemoryLimitTests : IDisposable
{
    private const string Version1 = "/sys/fs/cgroup/memory";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly string _outer;
    private readonly string _inner;
    private readonly string _limit;

    public MemoryLimitTests()
    {
        bool isVersion1 = File.Exists(Path.Combine(Version1, "memory.limit_in_bytes"));
        _limit = isVersion1 ? "memory.limit_in_bytes" : "memory.max";
        _outer = Path.Combine(isVersion1 ? Version1 : Version2, $"framering-test-{Environment.ProcessId}");
        _inner = Path.Combine(_outer, "inner");
        string reason = "a control group that bounds memory cannot be made here: this needs root and a file system of control groups that is writable";
        try
        {
            Directory.CreateDirectory(_outer);
            if (!isVersion1)
            {
                File.WriteAllText(Path.Combine(_outer, "cgroup.subtree_control"), "+memory");
            }

            Directory.CreateDirectory(_inner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            Assert.Skip(reason);
        }

        if (!File.Exists(Path.Combine(_outer, _limit)))
        {
            Dispose();
            Assert.Skip(reason);
        }
    }

    public void Dispose()
    {
        foreach (string group in new[] { _inner, _outer }.Where(Directory.Exists))
        {
            // A process that has just ended is still in it for a moment.
            Assert.True(SpinWait.SpinUntil(() => TryRemove(group), TimeSpan.FromSeconds(10)), group);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ring_that_is_too_large_is_refused(bool inOwnGroup)
    {
        File.WriteAllText(Path.Combine(inOwnGroup ? _inner : _outer, _limit), "160M");
        (int code, _, string errors) = Run("pattern:1920x1080@30", "--slots", "100", "-n", "5");
        Assert.True(code == 1, $"{code}: {errors}");
        Assert.Contains("of memory are available in the control group", errors);
        Assert.Contains("--slots", errors);
        (code, _, errors) = Run("pattern:1920x1080@30", "--slots", "10", "-n", "5");
        Assert.True(code == 0, $"{code}: {errors}");
    }

    [Fact]
    public void A_generation_that_is_too_large_is_refused_too_and_the_ring_goes_on()
    {
        // 25 slots are 35 MiB at first and 75 MiB later.
        File.WriteAllText(Path.Combine(_outer, _limit), "128M");
        (int code, _, string errors) = Run(Tool.PathOf("samples", "media", "size-change.ts"), "--slots", "25", "--pace", "max");
        Assert.True(code == 0, $"{code}: {errors}");
        Assert.Contains("of memory are available in the control group", errors);
        Assert.Contains("dropped because no slot was large enough", errors);
    }

    private (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Tool shell = Tool.Start(
            "/bin/sh", TimeSpan.FromSeconds(60), ["-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", _inner, Tool.Locate("producer"), "--ring", Tool.NewRing(), "--huge", "off", .. arguments]);
        return shell.Finish();
    }

    private static bool TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
