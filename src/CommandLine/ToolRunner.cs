using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Signals;
using FrameRing.CommandLine.Spelling;
using FrameRing.CommandLine.Streams;
using FrameRing.Text;

namespace FrameRing.CommandLine;

/// <summary>Runs a tool's command line: errors become one sentence on standard error, never a stack trace.</summary>
public static class ToolRunner
{
    private const string DebugVariable = "FRAMERING_DEBUG";

    /// <summary>Parses and runs.</summary>
    /// <param name="root">The tool's commands.</param>
    /// <param name="arguments">What the user typed.</param>
    /// <param name="tool">The tool's name, which begins every message.</param>
    /// <returns>The exit code.</returns>
    public static int Run(RootCommand root, string[] arguments, string tool)
    {
        StandardStreams.Complete(tool);
        OptionChecks.Install(root);
        int code = RunGuarded(root, RawArguments.Complete(arguments), tool);

        // A signal that ends at once decides about the exit code too, whatever this thread has come to meanwhile.
        StopSignals.WaitIfEndingAtOnce();
        return code;
    }

    private static int RunGuarded(RootCommand root, string[] arguments, string tool)
    {
        try
        {
            if (arguments.Length == 0 && root.Subcommands.Count > 0)
            {
                TellCommands(root, tool);
                return ExitCodes.Usage;
            }

            if (SpellingCheck.FindFault(root, arguments) is { } fault)
            {
                Tell(tool, $"{fault} See '{tool} --help'.", arguments);
                return ExitCodes.Usage;
            }

            // No response files: a video may be called '@x.mp4'.
            ParseResult result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (result.Errors.Count > 0)
            {
                Tell(tool, $"{result.Errors[0].Message} See '{tool} --help'.", arguments);
                return ExitCodes.Usage;
            }

            using StringWriter help = new();
            int code = result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = help });
            StandardOutput.Print(output => output.Write(help.ToString()));
            return code;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable(DebugVariable) is null or "" or "0")
        {
            StopSignals.WaitIfEndingAtOnce();
            Tell(tool, Describe(e, tool), arguments);
            return e switch
            {
                ToolException foreseen => foreseen.ExitCode,
                FrameRingException { Error: FrameRingError.InvalidArgument or FrameRingError.InvalidName } => ExitCodes.Usage,
                _ => ExitCodes.Failure,
            };
        }
    }

    // What a message quotes of the command line is masked as an argument, for within a sentence nobody knows where a password with blanks ends.
    private static void Tell(string tool, string message, string[] arguments)
    {
        foreach (string argument in arguments)
        {
            Mask(argument);
            int equals = argument.StartsWith('-') ? argument.IndexOf('=') : -1;
            if (equals > 0)
            {
                Mask(argument[(equals + 1)..]);
            }
        }

        StandardError.WriteLine($"{tool}: error: {message}");

        // As it was typed, and as an exception has made it printable.
        void Mask(string typed)
        {
            string shown = SecretMask.OfArgument(typed);
            if (typed.Length > 0 && shown != typed)
            {
                message = message.Replace(typed, shown, StringComparison.Ordinal).Replace(PrintableText.Line(SecretMask.Of(typed)), shown, StringComparison.Ordinal);
            }
        }
    }

    private static void TellCommands(RootCommand root, string tool)
    {
        StandardError.WriteLine($"{tool}: error: The command is missing. '{tool} COMMAND --help' tells more of each:");
        foreach (Command command in root.Subcommands)
        {
            StandardError.WriteLine($"  {command.Name,-12} {command.Description?.Split('\n')[0]}");
        }
    }

    private static string Describe(Exception e, string tool) => e is ToolException or FrameRingException or IOException or UnauthorizedAccessException or DllNotFoundException
        ? RemedyOptions.Describe(e, tool)
        : e is OutOfMemoryException ? "There is not enough memory for frames or pictures of that size. Use smaller ones, or a machine or container with more memory."
        : $"{e.Message} This is a fault of the program; set {DebugVariable}=1 to see where, and report it.";
}
