using System.Globalization;

namespace FrameRing.Trust;

/// <summary>Group names of this machine; group(5).</summary>
internal static class GroupName
{
    internal static uint ToId(string group)
    {
        if (uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out uint id))
        {
            return id;
        }

        foreach (string line in File.ReadLines("/etc/group"))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 3 && fields[0] == group && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out id))
            {
                return id;
            }
        }

        throw new FrameRingException(FrameRingError.InvalidArgument, $"Give the ring to group '{group}'", "there is no such group in /etc/group", "Give its number instead.");
    }
}
