using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine;
using FrameRing.Lifecycle;

namespace FrameRing.Producer.Options;

/// <summary>Options with checks that more than one option needs.</summary>
internal static class OptionMaker
{
    internal static Option<TimeSpan?> Duration(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DurationParser.TryParse(result.Tokens[0].Value, out TimeSpan value))
            {
                return value;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no duration for {name}. Use seconds, 1:30 or 500ms.");
            return null;
        },
    };

    internal static Option<T> RefuseBelow<T>(this Option<T> option, long least)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && Convert.ToInt64(value) < least)
            {
                result.AddError($"'{value}' is no value for {option.Name}. Use {least} or more.");
            }
        });
        return option;
    }

    internal static HugePagePolicy? ParseHuge(ArgumentResult result)
    {
        if (!HugePagePolicies.TryParse(result.Tokens[0].Value, out HugePagePolicy policy))
        {
            result.AddError($"'{result.Tokens[0].Value}' is no value for --huge. Use one of {HugePagePolicies.Spellings}.");
        }

        return policy;
    }

    internal static int? ParseMode(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        try
        {
            return Convert.ToInt32(text, 8);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            result.AddError($"'{text}' is no value for --mode. Use three octal digits like 0640.");
            return 0;
        }
    }
}
