using System.CommandLine;
using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.Consumer.Thumbnails.Selection;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>The options that say of which frames pictures are made; at most one of them.</summary>
internal sealed class SelectionOptions
{
    private const double DefaultThreshold = 0.3;

    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromSeconds(1);

    private readonly Option<TimeSpan?> _interval = new("--interval", "-i")
    {
        Description = "One picture every so much time of the video. Default: 1 s.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            string text = OptionLimits.TextOf(result);
            if (DurationParser.TryParse(text, out TimeSpan value) && value > TimeSpan.Zero)
            {
                return value;
            }

            result.AddError($"'{text}' is no value for --interval. Use more than 0: {DurationParser.Syntax}.");
            return null;
        },
    };

    private readonly Option<int?> _nth = new Option<int?>("--nth") { Description = "Every Nth frame.", HelpName = "N" }.RefuseBelow(1);

    private readonly Option<double?> _scene = new("--scene")
    {
        Description = "Where a new scene begins; the threshold from 0 to 1 is that of ffmpeg's select='gt(scene,T)'. Default: 0.3.",
        HelpName = "THRESHOLD",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            string text = OptionLimits.TextOf(result);
            if (result.Tokens.Count == 0)
            {
                return DefaultThreshold;
            }

            // The comparison refuses NaN too, which counts as a number here.
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1)
            {
                return value;
            }

            result.AddError($"'{text}' is no value for --scene. Use a threshold from 0 to 1, like 0.3.");
            return null;
        },
    };

    private readonly Option<bool> _keyFrames = new("--keyframes") { Description = "Frames that are coded without others." };

    internal SelectionOptions(Command command)
    {
        Option[] all = [_interval, _nth, _scene, _keyFrames];
        command.Validators.Add(result =>
        {
            string[] given = [.. all.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
            if (given.Length > 1)
            {
                result.AddError($"{given[0]} and {given[1]} cannot be used together: each says of which frames pictures are made.");
            }
        });
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal IFrameSelector Create(ParseResult result) =>
        result.GetValue(_nth) is int step ? new EveryNthSelector(step)
        : result.GetResult(_scene) is { Implicit: false } ? new SceneSelector(result.GetValue(_scene) ?? DefaultThreshold)
        : result.GetValue(_keyFrames) ? new KeyFrameSelector()
        : new IntervalSelector(result.GetValue(_interval) ?? s_defaultInterval);
}
