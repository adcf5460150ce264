using System.Globalization;

namespace FrameRing.Trust;

/// <summary>Who has created a System V object that may not be looked at: the lists of all objects are for everybody; proc_sysvipc(5).</summary>
internal static class ObjectCreator
{
    internal static string Describe(string kind, int id) => Find(kind, id) is { } user ? $"created by user {user}" : "of somebody else";

    // Columns are found by their titles: the lists of segments ("shm") and semaphores ("sem") have different ones.
    private static uint? Find(string kind, int id)
    {
        try
        {
            string[] lines = File.ReadAllLines($"/proc/sysvipc/{kind}");
            string[] titles = Split(lines[0]);
            string wanted = id.ToString(CultureInfo.InvariantCulture);
            string[]? found = lines.Skip(1).Select(Split).FirstOrDefault(columns => columns[Array.IndexOf(titles, $"{kind}id")] == wanted);
            return found is null ? null : uint.Parse(found[Array.IndexOf(titles, "cuid")], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
