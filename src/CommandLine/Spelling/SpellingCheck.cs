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
    internal static string? FindFault(Command root, IReadOnlyList<string> arguments)
    {
        if (arguments.Any(s_help.Contains))
        {
            return null;
        }

        Command command = root;
        bool hasPositional = false;
        for (int i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            string typed = arguments[i];
            if (typed is not ['-', _, ..])
            {
                if (!hasPositional && command.Subcommands.FirstOrDefault(below => below.Name == typed || below.Aliases.Contains(typed)) is { } found)
                {
                    command = found;
                }
                else if (!hasPositional && command.Subcommands.Count > 0)
                {
                    return $"There is no command '{typed}'.{Meant(typed, command.Subcommands.Select(static below => below.Name))} It has: {string.Join(", ", command.Subcommands.Select(static below => below.Name))}.";
                }
                else
                {
                    hasPositional = true;
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

        return null;
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

    // --name=value, --name:value, and as getopt(3) has it for names of one letter, -n10, -d/dev/video0; but -vf is no -v.
    private static bool IsValue(string name, string rest, Option option) =>
        rest[0] is '=' or ':' || (name.Length == 2 && option.Arity.MaximumNumberOfValues > 0 && !char.IsAsciiLetter(rest[0]));

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);
}
