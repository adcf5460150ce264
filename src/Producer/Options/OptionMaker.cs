using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine;
using FrameRing.Pages;
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
            string text = OptionLimits.TextOf(result);
            if (DurationParser.TryParse(text, out TimeSpan value))
            {
                return value;
            }

            result.AddError($"'{text}' is no duration for {name}. Use {DurationParser.Syntax}.");
            return null;
        },
    };

    internal static HugePagePolicy? ParseHuge(ArgumentResult result)
    {
        if (!HugePagePolicies.TryParse(OptionLimits.TextOf(result), out HugePagePolicy policy))
        {
            result.AddError($"'{OptionLimits.TextOf(result)}' is no value for --huge. Use one of {HugePagePolicies.Spellings}.");
        }

        return policy;
    }

    internal static UnixFileMode? ParseMode(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        try
        {
            UnixFileMode mode = (UnixFileMode)Convert.ToInt32(text, 8);
            if (RingMode.WhyNot(mode) is { } reason)
            {
                result.AddError($"'{text}' is no value for --mode: {reason}. Use 0600, 0640 or 0644; readers never need to write.");
            }

            return mode;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            result.AddError($"'{text}' is no value for --mode. Use three octal digits like 0640.");
            return null;
        }
    }
}
