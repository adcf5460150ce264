using System.CommandLine;
using FrameRing.CommandLine.Streams;

namespace FrameRing.CommandLine.Help;

/// <summary>The help of a command whose options stand in groups: each option on a line, what it does beside it, or below where it is long.</summary>
internal static class GroupedHelp
{
    private const int NameWidth = 32;
    private const int UsualWidth = 110;
    private const int LeastWidth = 60;
    private const int Indent = 2;

    internal static void Write(TextWriter output, Command command, HelpGroups groups)
    {
        int width = FindWidth();
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine($"Usage:\n  {command.Name} {string.Join(' ', command.Arguments.Select(static argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name))} [options]");
        output.WriteLine();
        foreach (Argument argument in command.Arguments)
        {
            Write(output, argument.Name, argument.Description, width);
        }

        foreach ((string title, IReadOnlyList<Option> options) in groups.All)
        {
            WriteGroup(output, title, options, width);
        }

        IEnumerable<Option> grouped = groups.All.SelectMany(static group => group.Options);
        WriteGroup(output, "Other", [.. command.Options.Except(grouped)], width);
        output.WriteLine();
    }

    private static void WriteGroup(TextWriter output, string title, IReadOnlyList<Option> options, int width)
    {
        output.WriteLine($"\n{title}:");
        foreach (Option option in options.Where(static option => !option.Hidden))
        {
            // The long name first: it says what it is.
            string names = string.Join(", ", option.Aliases.Prepend(option.Name).Where(static name => name[0] == '-').OrderByDescending(static name => name.StartsWith("--", StringComparison.Ordinal)));
            bool hasValue = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
            Write(output, hasValue ? $"{names} <{option.HelpName ?? "VALUE"}>" : names, option.Description, width);
        }
    }

    private static void Write(TextWriter output, string name, string? text, int width)
    {
        output.Write(new string(' ', Indent) + name);
        int column = Indent + name.Length;
        if (column > NameWidth)
        {
            output.WriteLine();
            column = 0;
        }

        output.Write(new string(' ', NameWidth + Indent - column));
        column = NameWidth + Indent;
        bool isFirst = true;
        foreach (string word in (text ?? string.Empty).Split(' '))
        {
            if (!isFirst && column + 1 + word.Length > width)
            {
                output.WriteLine();
                output.Write(new string(' ', NameWidth + Indent));
                column = NameWidth + Indent;
                isFirst = true;
            }

            output.Write(isFirst ? word : " " + word);
            column += word.Length + (isFirst ? 0 : 1);
            isFirst = false;
        }

        output.WriteLine();
    }

    private static int FindWidth() => StandardStreams.FindWidth(StandardOutput.Number) is var columns && columns >= LeastWidth ? columns : UsualWidth;
}
