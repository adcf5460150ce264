using System.Globalization;

namespace FrameRing.Consumer.Options;

/// <summary>Users as people write them: a number, or a name in <c>/etc/passwd</c>.</summary>
internal static class UserName
{
    internal static bool TryToId(string user, out uint id)
    {
        if (uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            return true;
        }

        foreach (string line in File.ReadLines("/etc/passwd"))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 3 && fields[0] == user && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out id))
            {
                return true;
            }
        }

        return false;
    }
}
