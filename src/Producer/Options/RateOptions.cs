using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Formats;

namespace FrameRing.Producer.Options;

/// <summary>The rate that is asked for. A camera is set to it by either name; of a file the first tells the demuxer, and the second overrides what the file says.</summary>
internal sealed class RateOptions
{
    private readonly Option<Rational?> _rate = new("--framerate", "-framerate", "--fps")
    {
        Description = "Frames per second, also like 30000/1001. Camera: what it is set to, by default as it is. File: of an input that has no rate, as pictures (img%03d.png) and raw video.",
        HelpName = "RATE",
        CustomParser = static result => FrameRateParser.Parse(result, "--framerate"),
    };

    private readonly Option<Rational?> _forced = new("-r")
    {
        Description = "File: show the frames at that rate, whatever the file says. Camera: as --framerate.",
        HelpName = "RATE",
        CustomParser = static result => FrameRateParser.Parse(result, "-r"),
    };

    internal IEnumerable<Option> All => [_rate, _forced];

    /// <summary>What was given, by its name; null for nothing.</summary>
    internal string? FirstGiven(ParseResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>For a camera, which can have one rate only.</summary>
    internal Rational? ReadForCamera(ParseResult result) =>
        result.GetValue(_rate) is { } rate && result.GetValue(_forced) is { } forced && rate != forced
            ? throw new ToolException("--framerate and -r name two rates, and a camera has one. Leave one out.", ExitCodes.Usage)
            : result.GetValue(_rate) ?? result.GetValue(_forced);

    /// <summary>For the demuxer; null for its own.</summary>
    internal Rational? ReadForDemuxer(ParseResult result) => result.GetValue(_rate);

    /// <summary>Instead of the file's; null for the file's.</summary>
    internal Rational? ReadForced(ParseResult result) => result.GetValue(_forced);
}
