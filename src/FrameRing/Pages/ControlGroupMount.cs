using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FrameRing.Pages;

/// <summary>A place where control groups that bound memory can be seen: a line of <c>/proc/self/mountinfo</c>, proc(5).</summary>
/// <param name="Root">The group that is seen at the mount point.</param>
/// <param name="Point">Where.</param>
/// <param name="IsVersion2">Whether it is the one tree of version 2.</param>
internal sealed partial record ControlGroupMount(string Root, string Point, bool IsVersion2)
{
    internal static bool TryParse(string line, [NotNullWhen(true)] out ControlGroupMount? mount)
    {
        // 29 23 0:26 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
        mount = null;
        string[] halves = line.Split(" - ", 2);
        string[] before = halves[0].Split(' ');
        string[] after = halves.Length == 2 ? halves[1].Split(' ') : [];
        if (before.Length < 5 || after.Length < 3)
        {
            return false;
        }

        bool isVersion2 = after[0] == "cgroup2";
        if (isVersion2 || (after[0] == "cgroup" && after[2].Split(',').Contains("memory")))
        {
            mount = new ControlGroupMount(Unescape(before[3]), Unescape(before[4]), isVersion2);
        }

        return mount is not null;
    }

    /// <summary>This process's group, from the mount point on: empty for the group at it, and if that is above by an unknown way.</summary>
    /// <param name="memberships">The lines of <c>/proc/self/cgroup</c>.</param>
    /// <returns>Null if the process is in no group of this kind, or in one that is not seen there.</returns>
    internal string? PathOf(IEnumerable<string> memberships)
    {
        foreach (string line in memberships)
        {
            // 4:memory:/system.slice/x or, of version 2, 0::/system.slice/x
            string[] parts = line.Split(':', 3);
            if (parts.Length == 3 && (IsVersion2 ? parts[0] == "0" && parts[1].Length == 0 : parts[1].Split(',').Contains("memory")))
            {
                return Below(parts[2].TrimEnd('/'));
            }
        }

        return null;
    }

    // Null if the group lies outside of what is mounted: the limit of a group that is not above it says nothing about it.
    private string? Below(string path)
    {
        string root = Root.TrimEnd('/');
        string[] below = path == root || path.StartsWith(root + '/', StringComparison.Ordinal) ? path[root.Length..].Split('/') : [".."];
        return !below.Contains("..") ? string.Join('/', below) : IsAbove(root, path) ? string.Empty : null;
    }

    // From a control group namespace a group above its root is "/..", so those between are without a name.
    private static bool IsAbove(string root, string path) => root.Length > 0 && root.Split('/')[1..].All(part => part == "..") && !$"{path}/".StartsWith(root + '/', StringComparison.Ordinal);

    // Blanks and the like are octal there.
    private static string Unescape(string text) =>
        Octal().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
