using System.CommandLine;
using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.Reading;

namespace FrameRing.Consumer.Options;

/// <summary>The options that all consumers share.</summary>
internal sealed class ReadingOptions
{
    private readonly Argument<string> _ring = new("RING") { Description = "Name of the ring." };
    private readonly Option<StartPosition> _start;
    private readonly Option<string> _policy = new("--policy") { Description = "every: all frames in order; latest: always the newest.", DefaultValueFactory = _ => "every" };
    private readonly Option<TimeSpan?> _wait = Duration("--wait", "How long to wait for a ring that is not there yet. Default: 10 s.");
    private readonly Option<TimeSpan?> _timeout = Duration("--timeout", "Give up when no frame comes for so long. Default: never.");
    private readonly Option<long?> _frames = new("--frames", "-n") { Description = "Stop after that many frames.", HelpName = "N" };
    private readonly Option<bool> _follow = new("--follow") { Description = "When the producer has ended or died, wait for the next one of that name." };
    private readonly Option<uint[]> _owners = new("--owner") { Description = "Also trust rings that this user created. May be given more than once.", HelpName = "UID" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only errors." };
    private readonly Option<bool> _json = new("--json") { Description = "The summary as JSON on standard error." };

    internal ReadingOptions(Command command, StartPosition start)
    {
        _start = new Option<StartPosition>("--start")
        {
            Description = "newest, oldest, next or a sequence.",
            HelpName = "WHERE",
            DefaultValueFactory = _ => start,
            CustomParser = result =>
            {
                if (!StartPosition.TryParse(result.Tokens[0].Value, out StartPosition position))
                {
                    result.AddError($"'{result.Tokens[0].Value}' is no value for --start. Use newest, oldest, next or a sequence.");
                }

                return position;
            },
        };
        _policy.AcceptOnlyFromAmong("every", "latest");
        command.Arguments.Add(_ring);
        foreach (Option option in new Option[] { _start, _policy, _wait, _timeout, _frames, _follow, _owners, _quiet, _json })
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
        },
        result.GetValue(_wait) ?? TimeSpan.FromSeconds(10),
        result.GetValue(_timeout) ?? Timeout.InfiniteTimeSpan,
        result.GetValue(_frames),
        result.GetValue(_follow),
        result.GetValue(_quiet),
        result.GetValue(_json));

    private static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (!DurationParser.TryParse(result.Tokens[0].Value, out TimeSpan parsed))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"'{result.Tokens[0].Value}' is no duration for {name}. Use seconds, 1:30 or 500ms."));
            }

            return parsed;
        },
    };
}
