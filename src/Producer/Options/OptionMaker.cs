using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.Lifecycle;
using FrameRing.Writing;

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

    internal static Option<T> RefuseBelow<T>(this Option<T> option, long least) => option.RefuseOutside(least, long.MaxValue);

    internal static Option<T> RefuseOutside<T>(this Option<T> option, long least, long most)
    {
        // A text that is no number at all is refused by the parser.
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && long.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out long value) && (value < least || value > most))
            {
                result.AddError($"'{value}' is no value for {option.Name}. Use {least} {(most == long.MaxValue ? "or more" : $"to {most}")}.");
            }
        });
        return option;
    }

    internal static Option<string?> AcceptOnly(this Option<string?> option, params IEnumerable<string> values)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !values.Contains(token.Value)) is { } token)
            {
                result.AddError($"'{token.Value}' is no value for {option.Name}. Use one of {string.Join(", ", values)}.");
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
            int mode = Convert.ToInt32(text, 8);
            if (RingMode.WhyNot(mode) is { } reason)
            {
                result.AddError($"'{text}' is no value for --mode: {reason}. Use 0600, 0640 or 0644; readers never need to write.");
            }

            return mode;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            result.AddError($"'{text}' is no value for --mode. Use three octal digits like 0640.");
            return 0;
        }
    }
}
