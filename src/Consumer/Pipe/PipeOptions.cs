using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine;
using FrameRing.Formats;

namespace FrameRing.Consumer.Pipe;

/// <summary>The options that say what goes into the pipe.</summary>
internal sealed class PipeOptions
{
    private readonly Option<string> _format = new("--format") { Description = "y4m: with a header that tells size and rate; rawvideo: nothing but pixels.", DefaultValueFactory = _ => "y4m" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "File to write; - is standard output. A new one takes the place and the permissions of your old one.", HelpName = "FILE", DefaultValueFactory = _ => "-" };
    private readonly Option<bool> _sizeChange = new("--allow-size-change") { Description = "Go on when the picture's size or format changes; only for rawvideo, whose reader must know it otherwise." };

    private readonly Option<string?> _sync = new("--vsync")
    {
        Description = "cfr: repeat and drop frames so that all are equally far apart, as ffmpeg -vsync cfr does; -n counts what is written. passthrough: each frame once. Default: cfr for y4m, passthrough for rawvideo.",
    };

    private readonly Option<Rational?> _rate = new("--rate", "-r")
    {
        Description = "Frames per second to write, like 25 or 30000/1001; means cfr. Default: the rate that the frames tell.",
        HelpName = "R",
        CustomParser = static result => FrameRateParser.Parse(result, "--rate"),
    };

    private readonly Option<TimeSpan?> _gap = new("--max-gap")
    {
        Description = "With cfr: the longest gap that is filled. Time that jumps further goes on behind the frame before. Default: 10 s.",
        HelpName = "TIME",
        CustomParser = ParseGap,
    };

    internal PipeOptions(Command command)
    {
        _format.AcceptOnly("y4m", "rawvideo");
        _sync.AcceptOnly("cfr", "passthrough");
        foreach (Option option in new Option[] { _format, _output, _sizeChange, _sync, _rate, _gap })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool isRaw = result.GetResult(_format) is { Tokens: [{ Value: "rawvideo" }] };
            string? sync = result.GetResult(_sync) is { Tokens: [{ Value: string typed }] } ? typed : null;
            bool hasRate = IsGiven(result, _rate);
            if (IsGiven(result, _sizeChange) && !isRaw)
            {
                result.AddError("--allow-size-change needs --format rawvideo: the header of a y4m stream holds for all of it.");
            }

            if (hasRate && sync == "passthrough")
            {
                result.AddError("--rate repeats and drops frames, --vsync passthrough does not. Leave one of them out.");
            }

            if (IsGiven(result, _gap) && (sync ?? (isRaw && !hasRate ? "passthrough" : "cfr")) == "passthrough")
            {
                result.AddError("--max-gap limits what --vsync cfr repeats; here nothing is repeated.");
            }
        });
    }

    internal static TimeSpan DefaultGap { get; } = TimeSpan.FromSeconds(10);

    internal string OutputOf(ParseResult result) => result.GetRequiredValue(_output);

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="frames">After how many frames to stop.</param>
    internal PipeRequest Parse(ParseResult result, long? frames)
    {
        bool isY4m = result.GetValue(_format) == "y4m";
        Rational? rate = result.GetValue(_rate);
        bool isConstant = (result.GetValue(_sync) ?? (isY4m || rate is not null ? "cfr" : "passthrough")) == "cfr";
        return new PipeRequest
        {
            IsY4m = isY4m,
            AllowsSizeChange = result.GetValue(_sizeChange),
            IsConstantRate = isConstant,
            Rate = rate,
            LongestGap = result.GetValue(_gap) ?? DefaultGap,
            Frames = isConstant ? frames : null,
        };
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static TimeSpan? ParseGap(ArgumentResult result)
    {
        string text = OptionLimits.TextOf(result);
        if (DurationParser.TryParse(text, out TimeSpan gap) && gap > TimeSpan.Zero)
        {
            return gap;
        }

        result.AddError($"'{text}' is no value for --max-gap. Use more than 0: {DurationParser.Syntax}.");
        return null;
    }
}
