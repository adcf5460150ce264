using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FrameRing.CommandLine.Errors;

namespace FrameRing.CommandLine.Help;

/// <summary>Examples that <c>--help</c> of a command shows behind its options.</summary>
public sealed class HelpExamples
{
    private readonly Dictionary<Command, string> _examples = [];

    /// <summary>Gives a command its examples.</summary>
    /// <param name="command">The command.</param>
    /// <param name="examples">One command line a line, as the user would type it.</param>
    public void Add(Command command, string examples) => _examples[command] = examples;

    /// <summary>Makes a tool's help show them.</summary>
    /// <param name="root">The tool's commands.</param>
    /// <param name="groups">The groups of the root command's options; null to have them in one list.</param>
    public void Install(RootCommand root, HelpGroups? groups = null)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is SynchronousCommandLineAction help)
            {
                option.Action = new Action(help, _examples, groups);
            }
        }
    }

    private sealed class Action(SynchronousCommandLineAction help, Dictionary<Command, string> examples, HelpGroups? groups) : SynchronousCommandLineAction
    {
        // A command line that is wrong elsewhere still gets its help, as without examples.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = ExitCodes.Ok;
            if (groups is not null && parseResult.CommandResult.Command is RootCommand root)
            {
                GroupedHelp.Write(parseResult.InvocationConfiguration.Output, root, groups);
            }
            else
            {
                code = help.Invoke(parseResult);
            }

            if (examples.TryGetValue(parseResult.CommandResult.Command, out string? text))
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string line in text.Split('\n'))
                {
                    output.WriteLine($"  {line}");
                }

                output.WriteLine();
            }

            return code;
        }
    }
}
