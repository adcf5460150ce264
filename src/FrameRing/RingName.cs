using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FrameRing;

/// <summary>Names of rings: what is allowed, and the System V key that a name leads to.</summary>
public static class RingName
{
    /// <summary>The most characters a name can have.</summary>
    public const int MaxLength = 63;

    /// <summary>Checks a name: 1 to 63 of the characters A-Z a-z 0-9 . _ - and not beginning with a dot or a dash.</summary>
    /// <param name="name">The name.</param>
    /// <param name="error">What is wrong with it, as a sentence.</param>
    /// <returns>True if it is allowed.</returns>
    public static bool TryValidate([NotNullWhen(true)] string? name, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (string.IsNullOrEmpty(name))
        {
            error = "the name is empty";
        }
        else if (name.Length > MaxLength)
        {
            error = $"the name has {name.Length} characters, {MaxLength} are allowed";
        }
        else if (name.FirstOrDefault(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) is char odd and not '\0')
        {
            error = $"the character {Describe(odd)} is not allowed";
        }
        else if (name.Contains('\0'))
        {
            error = "the character U+0000 is not allowed";
        }
        else if (name[0] is '.' or '-')
        {
            error = $"it begins with '{name[0]}'";
        }

        return error is null;
    }

    /// <summary>The System V key of a ring: 32 bits of FNV-1a over <c>framering/1/NAME</c>, never 0, because 0 is IPC_PRIVATE.</summary>
    /// <param name="name">A valid name.</param>
    /// <returns>The key for shmget(2) and semget(2).</returns>
    public static int ToKey(string name) => ToKey(name, string.Empty);

    /// <summary>Key of a further object of the ring. No name holds a slash, so no two texts are the same.</summary>
    internal static int ToKey(string name, string part)
    {
        uint hash = 2166136261;
        foreach (byte value in Encoding.ASCII.GetBytes($"framering/1/{name}{(part.Length > 0 ? "/" : string.Empty)}{part}"))
        {
            hash = unchecked((hash ^ value) * 16777619);
        }

        return hash == 0 ? 1 : unchecked((int)hash);
    }

    internal static void ThrowIfInvalid(string? name, string operation)
    {
        if (!TryValidate(name, out string? error))
        {
            throw new FrameRingException(
                FrameRingError.InvalidName,
                operation,
                $"'{name}' is no name for a ring: {error}",
                $"Use 1 to {MaxLength} letters, digits, '.', '_' or '-', not beginning with '.' or '-'.");
        }
    }

    private static string Describe(char odd) => char.IsControl(odd) ? $"U+{(int)odd:X4}" : $"'{odd}'";
}
