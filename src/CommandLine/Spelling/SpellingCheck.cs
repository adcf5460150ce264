using System.CommandLine;

namespace FrameRing.CommandLine.Spelling;

/// <summary>
/// Looks for options and commands that there are not, before the parser does: it would take <c>-vf x</c> for <c>-v f</c>, an unknown
/// option for a file's name, and complain of what stands next to it.
/// </summary>
internal static class SpellingCheck
{
    private static readonly string[] s_help = ["--help", "-h", "-?"];

    /// <summary>Finds the first fault.</summary>
    /// <param name="root">The tool's commands.</param>
    /// <param name="arguments">What the user typed.</param>
    /// <returns>A sentence with what was probably meant; null if there is no fault.</returns>
    internal static string? FindFault(Command root, string[] arguments)
    {
        if (arguments.Any(s_help.Contains))
        {
            return null;
        }

        Command command = root;
        int positionals = 0;
        int end = Array.IndexOf(arguments, "--");
        end = end < 0 ? arguments.Length : end;
        for (int i = 0; i < end; i++)
        {
            string typed = arguments[i];
            if (typed is not ['-', _, ..])
            {
                if (positionals == 0 && command.Subcommands.FirstOrDefault(below => below.Name == typed || below.Aliases.Contains(typed)) is { } found)
                {
                    command = found;
                }
                else if (positionals == 0 && command.Subcommands.Count > 0)
                {
                    return $"There is no command '{typed}'.{Meant(typed, command.Subcommands.Select(static below => below.Name))} It has: {string.Join(", ", command.Subcommands.Select(static below => below.Name))}.";
                }
                else
                {
                    positionals++;
                }
            }
            else if (Find(command, typed, out bool hasValue) is { } option)
            {
                // What follows is its value, whatever that begins with.
                i += option.Arity.MinimumNumberOfValues > 0 && !hasValue ? 1 : 0;
            }
            else
            {
                return $"There is no option '{typed}'.{Meant(typed, command.Options.Where(static option => !option.Hidden).SelectMany(NamesOf))}";
            }
        }

        // What stands behind "--" is no option, whatever it begins with.
        positionals += Math.Max(0, arguments.Length - end - 1);
        Argument[] needed = [.. command.Arguments.Where(static argument => argument.Arity.MinimumNumberOfValues > 0)];
        return positionals >= needed.Length ? null
            : $"{needed[positionals].Name} is missing: {(command == root ? string.Empty : root.Name + " ")}{command.Name} {string.Join(' ', needed.Select(static argument => argument.Name))}.";
    }

    private static string Meant(string typed, IEnumerable<string> names) => NearestName.Find(typed.Split('=')[0], names) is { } name ? $" Did you mean {name}?" : string.Empty;

    private static Option? Find(Command command, string typed, out bool hasValue)
    {
        // As a whole first: -c:v is a name, and no value of -c.
        Option? whole = command.Options.FirstOrDefault(option => NamesOf(option).Contains(typed));
        hasValue = whole is null;
        return whole ?? command.Options.FirstOrDefault(option =>
            NamesOf(option).Any(name => typed.StartsWith(name, StringComparison.Ordinal) && IsValue(name, typed[name.Length..], option)));
    }

    // --name=value, --name:value, and as getopt(3) has it for names of one letter, -n10, -d/dev/video0; but -vf is no -v, and -b:v no -b.
    private static bool IsValue(string name, string rest, Option option) => rest[0] switch
    {
        '=' => true,
        ':' => name.Length > 2 || rest is [_, >= '0' and <= '9', ..],
        _ => name.Length == 2 && option.Arity.MaximumNumberOfValues > 0 && !char.IsAsciiLetter(rest[0]),
    };

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);
}
