namespace FrameRing.Testing;

/// <summary>
/// Counts the System V objects this user created, and as root those of the users that the tests become; disposal fails if there is one
/// that was not there at the start.
/// </summary>
public sealed class LeakCheck : IDisposable
{
    private static readonly string[] s_creators = Environment.IsPrivilegedProcess ? ["0", "65533", "65534"] : [$"{Tmds.Linux.LibC.geteuid()}"];

    private readonly HashSet<string> _before = Objects();

    /// <summary>Objects made since the start that still exist, as "shm ID" or "sem ID".</summary>
    public IReadOnlyList<string> Leaked() => [.. Objects().Except(_before).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        IReadOnlyList<string> leaked = Leaked();
        if (leaked.Count > 0)
        {
            throw new InvalidOperationException($"Left behind: {string.Join(", ", leaked)}.");
        }
    }

    private static HashSet<string> Objects() => [.. Read("shm", "cuid"), .. Read("sem", "cuid")];

    // Columns are found by their titles: the two tables have different ones.
    private static IEnumerable<string> Read(string kind, string creator)
    {
        string[] lines = File.ReadAllLines($"/proc/sysvipc/{kind}");
        string[] titles = Split(lines[0]);
        int id = Array.IndexOf(titles, $"{kind}id");
        int user = Array.IndexOf(titles, creator);
        return lines.Skip(1).Select(Split).Where(columns => s_creators.Contains(columns[user])).Select(columns => $"{kind} {columns[id]}");
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
