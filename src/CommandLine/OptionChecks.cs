using System.CommandLine;
using System.CommandLine.Parsing;

namespace FrameRing.CommandLine;

/// <summary>What holds for all options and arguments of all tools.</summary>
public static class OptionChecks
{
    /// <summary>Makes every option and argument of a command and of those below it refuse an empty text, which is what a script gives whose variable is not set.</summary>
    /// <param name="command">The tool's commands.</param>
    public static void Install(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in command.Options)
        {
            option.Validators.Add(result => RefuseEmpty(result, option.Name));
        }

        foreach (Argument argument in command.Arguments)
        {
            argument.Validators.Add(result => RefuseEmpty(result, argument.Name));
        }

        foreach (Command below in command.Subcommands)
        {
            Install(below);
        }
    }

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(static token => token.Value.Length == 0))
        {
            result.AddError($"'' is no value for {name}: it is empty.");
        }
    }
}
