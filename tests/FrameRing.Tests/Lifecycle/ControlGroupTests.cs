using FrameRing.Pages;
using FrameRing.Testing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>What control groups leave, read from folders that look like the kernel's.</summary>
public sealed class ControlGroupTests : IDisposable
{
    private const string Unlimited = "9223372036854771712";
    private const long Mebi = 1L << 20;

    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Without_control_groups_nothing_is_limited()
    {
        Assert.Equal(long.MaxValue, ControlGroups.Available(_root.Path));
        Proc("0::/", "22 1 0:20 / /sys rw - sysfs sysfs rw");
        Assert.Equal(long.MaxValue, ControlGroups.Available(_root.Path));
    }

    [Theory]
    [InlineData("max", "max", "max", long.MaxValue)]
    [InlineData("max", "max", "104857600", 90 * Mebi)]
    [InlineData("max", "104857600", "max", 80 * Mebi)]
    [InlineData("104857600", "max", "max", 70 * Mebi)]
    [InlineData("104857600", "104857600", "104857600", 70 * Mebi)]
    [InlineData("1048576", "104857600", "104857600", -29 * Mebi)]
    public void Version_2_takes_the_least_that_any_group_above_leaves(string top, string middle, string own, long expected)
    {
        Proc("0::/a.slice/b.service", "30 24 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate");
        Group("sys/fs/cgroup", ("memory.max", top), ("memory.current", $"{30 * Mebi}"));
        Group("sys/fs/cgroup/a.slice", ("memory.max", middle), ("memory.current", $"{20 * Mebi}"));
        Group("sys/fs/cgroup/a.slice/b.service", ("memory.max", own), ("memory.current", $"{10 * Mebi}"));
        Assert.Equal(expected, ControlGroups.Available(_root.Path));
    }

    [Fact]
    public void Version_2_in_a_container_sees_its_own_group_at_the_mount_point()
    {
        Proc("0::/", "30 24 0:27 / /sys/fs/cgroup ro - cgroup2 cgroup rw");
        Group("sys/fs/cgroup", ("memory.max", $"{100 * Mebi}"), ("memory.current", $"{40 * Mebi}"), ("memory.stat", $"anon 5\ninactive_file {30 * Mebi}\nactive_file 7"));
        Assert.Equal(90 * Mebi, ControlGroups.Available(_root.Path));
    }

    [Fact]
    public void Pages_of_files_that_can_be_given_back_count_as_free_and_never_twice()
    {
        Proc("0::/", "30 24 0:27 / /sys/fs/cgroup ro - cgroup2 cgroup rw");
        Group("sys/fs/cgroup", ("memory.max", $"{100 * Mebi}"), ("memory.current", $"{40 * Mebi}"), ("memory.stat", $"inactive_file {60 * Mebi}"));
        Assert.Equal(100 * Mebi, ControlGroups.Available(_root.Path));
    }

    [Theory]
    [InlineData(Unlimited, Unlimited, Unlimited, 100 * Mebi)]
    [InlineData("104857600", Unlimited, "104857600", 65 * Mebi)]
    [InlineData(Unlimited, "104857600", Unlimited, 80 * Mebi)]
    [InlineData("104857600", Unlimited, "52428800", 15 * Mebi)]
    public void Version_1_takes_the_least_too_and_what_it_tells_of_groups_that_are_not_seen(string own, string above, string hierarchical, long atMost)
    {
        Proc("5:cpu,cpuacct:/x\n4:memory:/a/b\n0::/", "31 24 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory", "32 24 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");
        Group("sys/fs/cgroup/memory", ("memory.limit_in_bytes", Unlimited), ("memory.usage_in_bytes", $"{500 * Mebi}"));
        Group("sys/fs/cgroup/memory/a", ("memory.limit_in_bytes", above), ("memory.usage_in_bytes", $"{20 * Mebi}"));
        Group(
            "sys/fs/cgroup/memory/a/b",
            ("memory.limit_in_bytes", own),
            ("memory.usage_in_bytes", $"{40 * Mebi}"),
            ("memory.stat", $"inactive_file 1\nhierarchical_memory_limit {hierarchical}\ntotal_inactive_file {5 * Mebi}"));
        long available = ControlGroups.Available(_root.Path);
        Assert.True(above == Unlimited && own == Unlimited ? available > 1L << 60 : available == atMost, $"{available}");
    }

    [Fact]
    public void Version_1_in_a_container_without_a_name_space_is_found_below_what_is_mounted()
    {
        Proc("4:memory:/docker/abc/inner", "31 24 0:28 /docker/abc /sys/fs/cgroup/mem\\040ory ro - cgroup cgroup rw,memory");
        Group("sys/fs/cgroup/mem ory", ("memory.limit_in_bytes", Unlimited), ("memory.usage_in_bytes", "0"));
        Group("sys/fs/cgroup/mem ory/inner", ("memory.limit_in_bytes", $"{10 * Mebi}"), ("memory.usage_in_bytes", $"{Mebi}"));
        Assert.Equal(9 * Mebi, ControlGroups.Available(_root.Path));
    }

    [Theory]
    [InlineData("0::/../other", "/")]
    [InlineData("0::/elsewhere", "/docker/abc")]
    [InlineData("0::/docker/abcdef", "/docker/abc")]
    [InlineData("0::/../../other", "/../x")]
    public void The_limit_of_a_group_that_is_not_above_this_process_does_not_count(string membership, string root)
    {
        Proc(membership, $"31 24 0:28 {root} /sys/fs/cgroup ro - cgroup2 cgroup rw");
        Group("sys/fs/cgroup", ("memory.max", $"{10 * Mebi}"), ("memory.current", "0"));
        Assert.Equal(long.MaxValue, ControlGroups.Available(_root.Path));
    }

    // A mount of the whole tree that is seen from within a namespace.
    [Theory]
    [InlineData("0::/", "/..")]
    [InlineData("0::/a/b", "/../..")]
    [InlineData("0::/../x", "/../..")]
    [InlineData("0::/..", "/..")]
    public void A_group_above_by_an_unknown_way_counts(string membership, string root)
    {
        Proc(membership, $"31 24 0:28 {root} /sys/fs/cgroup ro - cgroup2 cgroup rw");
        Group("sys/fs/cgroup", ("memory.max", $"{10 * Mebi}"), ("memory.current", "0"));
        Assert.Equal(10 * Mebi, ControlGroups.Available(_root.Path));
    }

    [Fact]
    public void Files_that_say_nothing_useful_limit_nothing()
    {
        Proc("0::/a\nnonsense", "31 24 0:28 / /sys/fs/cgroup ro - cgroup2 cgroup rw", "short", string.Empty);
        Group("sys/fs/cgroup/a", ("memory.max", "many"), ("memory.stat", "inactive_file"));
        Assert.Equal(long.MaxValue, ControlGroups.Available(_root.Path));
    }

    private void Proc(string groups, params string[] mounts) =>
        Group("proc/self", ("cgroup", groups), ("mountinfo", string.Join('\n', mounts)));

    private void Group(string folder, params (string Name, string Text)[] files)
    {
        string path = _root.File(folder);
        Directory.CreateDirectory(path);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(path, name), text + "\n");
        }
    }
}
