using System.CommandLine;
using System.CommandLine.Help;
using FrameRing.CommandLine;
using Xunit;

namespace FrameRing.Testing.Tools;

/// <summary>Every option of a tool that takes a value, and what people and scripts type by mistake.</summary>
public static class OddValues
{
    public static readonly string[] All = ["", "abc", "1.5", "-1", "0", "2147483648", "9223372036854775808", "1e400", "NaN", "inf", "Infinity", "\u001b[2J"];

    // Whatever an option of a number or a time takes, these are none.
    private static readonly string[] s_noNumbers = ["", "abc", "9223372036854775808", "1e400", "NaN", "inf", "Infinity", "\u001b[2J"];

    private static readonly Type[] s_numbers = [typeof(int), typeof(long), typeof(double), typeof(TimeSpan)];

    /// <summary>Rows of command and option; the tool's own options have an empty command.</summary>
    public static TheoryData<string, string> Options(Command root)
    {
        TheoryData<string, string> rows = [];
        foreach (Command command in root.Subcommands.Prepend(root))
        {
            foreach (Option option in command.Options.Where(static option => option is not (HelpOption or VersionOption) && option.ValueType != typeof(bool)))
            {
                rows.Add(command == root ? string.Empty : command.Name, option.Name);
            }
        }

        return rows;
    }

    /// <summary>Tries all values. What the parser refuses is looked at here, what it takes is run: <paramref name="others"/> see to it that this ends soon.</summary>
    public static void Try(string tool, RootCommand root, string command, string name, string[] others)
    {
        OptionChecks.Install(root);
        Option option = root.Subcommands.Prepend(root).Single(found => (found == root ? string.Empty : found.Name) == command).Options.Single(found => found.Name == name);
        bool isNumber = s_numbers.Contains(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType);
        bool hasRun = false;
        foreach (string value in All)
        {
            string[] arguments = [.. command.Length > 0 ? [command] : Array.Empty<string>(), .. others, name, value];
            bool isRefused = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null }).Errors is { Count: > 0 };
            Assert.True(isRefused || value.Length > 0, $"{name} takes an empty text.");
            Assert.True(isRefused || !isNumber || !s_noNumbers.Contains(value), $"{name} takes '{value}' for a number.");
            if (isRefused && hasRun)
            {
                // One of those that the parser refuses goes all the way; the way of the others is the same.
                string sentence = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null }).Errors[0].Message;
                CheckSentence(FrameRing.Text.PrintableText.Line(sentence), name, value);
                Assert.Contains(name, sentence);
                continue;
            }

            hasRun |= isRefused;
            using Tool process = new(tool, arguments);
            (int code, _, string errors) = process.Finish();
            if (code != 0)
            {
                Assert.EndsWith("\n", errors);
                CheckSentence(errors[..^1], name, value);
            }

            Assert.True(isRefused ? code == 2 : code is 0 or 1 or 2, $"{name} '{value}': code {code}: {errors}");
            Assert.True(!isRefused || errors.Contains(name, StringComparison.Ordinal), $"{name} '{value}': {errors}");
        }
    }

    private static void CheckSentence(string sentence, string name, string value)
    {
        string what = $"{name} '{value}': {sentence}";
        Assert.False(sentence.Contains("System.", StringComparison.Ordinal), what);
        Assert.False(sentence.Contains("fault of the program", StringComparison.Ordinal), what);
        Assert.False(sentence.Contains("Unhandled", StringComparison.Ordinal), what);
        Assert.False(sentence.Contains("   at ", StringComparison.Ordinal), what);
        Assert.DoesNotContain(sentence, static c => char.IsControl(c));
    }
}
