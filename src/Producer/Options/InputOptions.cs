using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine;
using FrameRing.Producer.Sources.Pattern;

namespace FrameRing.Producer.Options;

/// <summary>What is published, and how fast: the argument, and the spellings of ffmpeg and ffplay.</summary>
internal sealed class InputOptions
{
    /// <summary>Right for ffmpeg, and without a meaning here: there is no sound, no subtitle, no banner, no file to overwrite, no keyboard.</summary>
    private static readonly string[] s_nothingToDo = ["-an", "-sn", "-dn", "-hide_banner", "-y", "-nostdin"];

    private readonly Argument<string?> _input = new("INPUT")
    {
        Description = $"What to publish: a video file, a URL that FFmpeg opens, - for standard input, a camera as /dev/video0 or 0, or {PatternSpecification.Syntax}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _inputOption = new("-i", "--device", "-d") { Description = "The input, as ffmpeg spells it, or the camera, as v4l2-ctl does.", HelpName = "INPUT" };
    private readonly Option<string?> _pace = new("--pace") { Description = "native: at the frame rate; max: as fast as it goes. Default: native.", HelpName = "PACE" };
    private readonly Option<bool> _native = new("-re") { Description = "The same as --pace native." };

    internal InputOptions() => _pace.AcceptOnly("native", "max");

    internal static string NothingToDo => string.Join(' ', s_nothingToDo);

    internal IEnumerable<Option> All => [_inputOption, _pace, _native];

    /// <param name="root">The command.</param>
    /// <param name="needsNone">Whether the command makes sense without an input.</param>
    internal void AddTo(RootCommand root, Func<CommandResult, bool> needsNone)
    {
        root.Arguments.Add(_input);
        foreach (string name in s_nothingToDo)
        {
            root.Options.Add(new Option<bool>(name) { Hidden = true });
        }

        root.Validators.Add(result => Check(result, needsNone(result)));
    }

    /// <summary>The input; null if there is none because none is needed.</summary>
    internal string? ReadInput(ParseResult result) => result.GetValue(_input) ?? result.GetValue(_inputOption);

    /// <summary>What was said about the pace; null for nothing.</summary>
    internal string? FirstGivenPace(ParseResult result) =>
        new Option[] { _pace, _native }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    internal bool ReadIsPaced(ParseResult result) => result.GetValue(_pace) != "max";

    private void Check(CommandResult result, bool needsNone)
    {
        // Looks at what was typed: asking for values would fail for an option that was given twice, before the parser says so.
        bool hasArgument = result.GetResult(_input) is { Tokens.Count: > 0 };
        bool hasOption = result.GetResult(_inputOption) is { Tokens.Count: > 0 };
        if (hasArgument == hasOption && (hasArgument || !needsNone))
        {
            result.AddError(hasArgument ? "There are two inputs. Give one, with -i or without." : "There is no input. Give a file, a URL, a camera or pattern:1920x1080@60.");
        }
        else if (result.GetResult(_native) is { Implicit: false } && result.GetResult(_pace) is { Tokens: [{ Value: "max" }] })
        {
            result.AddError("-re and --pace max contradict each other. Leave one out.");
        }
    }
}
