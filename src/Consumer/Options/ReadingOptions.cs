using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Reading;

namespace FrameRing.Consumer.Options;

/// <summary>The options that all consumers share.</summary>
internal sealed class ReadingOptions
{
    private readonly Argument<string> _ring = new("RING") { Description = "Name of the ring." };
    private readonly Option<StartPosition> _start;
    private readonly Option<string> _policy = new("--policy") { Description = "every: all frames in order; latest: always the newest.", DefaultValueFactory = _ => "every" };
    private readonly Option<TimeSpan?> _wait = new("--wait") { Description = "How long to wait for a ring that is not there yet. Default: 10 s.", HelpName = "TIME", CustomParser = ParseDuration };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "Give up when no frame comes for so long. Default: never.", HelpName = "TIME", CustomParser = ParseDuration };
    private readonly Option<long?> _frames = new Option<long?>("--frames", "-n") { Description = "Stop after that many frames.", HelpName = "N" }.RefuseBelow(1);
    private readonly Option<bool> _follow = new("--follow") { Description = "When the producer has ended or died, wait for the next one of that name." };
    private readonly Option<uint[]> _owners = new("--owner")
    {
        Description = "Also trust rings that this user created: a number, or a name in /etc/passwd. May be given more than once.",
        HelpName = "USER",
        CustomParser = ParseOwners,
    };

    private readonly Option<bool> _lossless = new("--lossless") { Description = "Have the producer wait for this consumer, so that no frame is lost. It must run with --delivery lossless." };
    private readonly Option<bool> _lease = new("--lease") { Description = "Keep the producer from using a frame's slot while the frame is worked on. It must run with --leases." };
    private readonly Option<bool> _strict = new("--strict") { Description = "End with code 6 if a frame was lost or overwritten while in use." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only errors." };
    private readonly Option<bool> _json = new("--json") { Description = "The summary as JSON on standard error." };

    internal ReadingOptions(Command command, StartPosition start)
    {
        _start = new Option<StartPosition>("--start")
        {
            Description = "newest, oldest, next or a sequence.",
            HelpName = "WHERE",
            DefaultValueFactory = _ => start,
            CustomParser = ParseStart,
        };
        _policy.AcceptOnly("every", "latest");
        command.Arguments.Add(_ring);
        foreach (Option option in new Option[] { _start, _policy, _wait, _timeout, _frames, _follow, _lossless, _lease, _owners, _strict, _quiet, _json })
        {
            command.Options.Add(option);
        }
    }

    internal ReadingRequest Parse(ParseResult result) => new(
        result.GetRequiredValue(_ring),
        new FrameRingReaderOptions
        {
            Start = result.GetValue(_start),
            Policy = result.GetValue(_policy) == "latest" ? ReadPolicy.Latest : ReadPolicy.Every,
            TrustedOwners = result.GetValue(_owners) ?? [],
            IsLossless = ReadLossless(result),
            Leases = result.GetValue(_lease),
        },
        result.GetValue(_wait) ?? TimeSpan.FromSeconds(10),
        result.GetValue(_timeout) ?? Timeout.InfiniteTimeSpan,
        result.GetValue(_frames),
        result.GetValue(_follow),
        result.GetValue(_strict),
        result.GetValue(_quiet),
        result.GetValue(_json));

    private bool ReadLossless(ParseResult result) =>
        result.GetValue(_lossless) && result.GetValue(_policy) == "latest"
            ? throw new ToolException("--lossless gets every frame, --policy latest passes frames over. Leave one of them out.", ExitCodes.Usage)
            : result.GetValue(_lossless);

    private static StartPosition ParseStart(ArgumentResult result)
    {
        string text = OptionLimits.TextOf(result);
        if (!StartPosition.TryParse(text, out StartPosition position))
        {
            result.AddError($"'{text}' is no value for --start. Use newest, oldest, next or a sequence up to {StartPosition.MaxSequence}.");
        }

        return position;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = OptionLimits.TextOf(result);
        if (!DurationParser.TryParse(text, out TimeSpan parsed))
        {
            result.AddError($"'{text}' is no duration for {NameOf(result)}. Use {DurationParser.Syntax}.");
        }

        return parsed;
    }

    private static uint[] ParseOwners(ArgumentResult result)
    {
        List<uint> owners = [];
        foreach (Token token in result.Tokens)
        {
            if (UserName.TryToId(token.Value, out uint id))
            {
                owners.Add(id);
            }
            else
            {
                result.AddError($"'{token.Value}' is no user for {NameOf(result)}: there is no such name in /etc/passwd. Use its number.");
            }
        }

        return [.. owners];
    }

    private static string NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? "the argument";
}
