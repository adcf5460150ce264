using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Formats;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Producer.Options;

/// <summary>The options that say how a camera is set up and what is done when it is gone.</summary>
internal sealed class CameraOptionSet
{
    // Shorter ones would keep a processor busy with looking for a camera that is not there.
    private static readonly TimeSpan s_shortestDelay = TimeSpan.FromMilliseconds(10);

    private readonly Option<string?> _io = new Option<string?>("--io") { Description = "Camera: auto: the driver writes into slots if it can, else one copy; userptr: into slots or not at all; mmap: by copy. Default: auto.", HelpName = "HOW" }.AcceptOnly("auto", "userptr", "mmap");
    private readonly Option<int?> _channel = new Option<int?>("--channel", "-channel", "--set-input") { Description = "Camera: number of the input, where it has more than one. Default: the one that is chosen.", HelpName = "N" }.RefuseBelow(0);
    private readonly Option<string[]> _controls = new("--set-ctrl", "-c") { Description = "Camera: set controls before the start, by the names that --list-ctrls shows.", HelpName = "NAME=VALUE,..." };
    private readonly Option<TimeSpan?> _timeout = OptionMaker.Duration("--device-timeout", "Camera: start it anew when no frame came for so long. Default: 5 s.");
    private readonly Option<string?> _reconnect = new Option<string?>("--reconnect") { Description = "Camera: wait for it when it is gone: on, off. Default: on.", HelpName = "HOW" }.AcceptOnly("on", "off");
    private readonly Option<TimeSpan?> _retryDelay = OptionMaker.Duration("--retry-delay", "Camera: look for one that is gone every so often. Default: 1 s.", "--device-error-delay");

    internal CameraOptionSet() => _controls.Validators.Add(RefuseWithoutValue);

    internal IEnumerable<Option> All => [_io, _channel, _controls, _timeout, _reconnect, _retryDelay];

    /// <summary>What was asked of a camera although the input is none.</summary>
    internal string? FirstGiven(ParseResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What was asked of a stream although only something is to be shown.</summary>
    internal string? FirstGivenForStream(ParseResult result) =>
        All.FirstOrDefault(option => option != _channel && option != _controls && result.GetResult(option) is { Implicit: false })?.Name;

    internal CameraOptions Read(ParseResult result, string path, ShapeOptions shape, Rational? rate, string? decoder, int logLevel)
    {
        CameraOptions options = new()
        {
            Path = path,
            Format = shape.ReadFormat(result),
            Size = shape.ReadSize(result),
            FrameRate = rate,
            Io = result.GetValue(_io) switch { "userptr" => IoMethod.UserPointer, "mmap" => IoMethod.Mapped, _ => IoMethod.Auto },
            Channel = result.GetValue(_channel),
            Controls = ReadControls(result),
            StallTimeout = result.GetValue(_timeout) ?? TimeSpan.FromSeconds(5),
            Reconnects = result.GetValue(_reconnect) != "off",
            RetryDelay = result.GetValue(_retryDelay) ?? TimeSpan.FromSeconds(1),
            Decoder = decoder,
            LogLevel = logLevel,
        };
        if (options.RetryDelay < s_shortestDelay)
        {
            throw new ToolException("--retry-delay is too short: use 10ms or more.", ExitCodes.Usage);
        }

        return !options.Reconnects && result.GetResult(_retryDelay) is not null
            ? throw new ToolException("--retry-delay is about a camera that is waited for, and --reconnect off waits for none. Leave one out.", ExitCodes.Usage)
            : options;
    }

    // A part without an equals sign belongs to the value before it, which had a comma.
    private List<KeyValuePair<string, string>> ReadControls(ParseResult result)
    {
        List<KeyValuePair<string, string>> controls = [];
        foreach (string part in (result.GetValue(_controls) ?? []).SelectMany(static text => text.Split(',')))
        {
            int equals = part.IndexOf('=');
            if (equals > 0)
            {
                controls.Add(new(part[..equals], part[(equals + 1)..]));
            }
            else if (controls.Count > 0)
            {
                controls[^1] = new(controls[^1].Key, $"{controls[^1].Value},{part}");
            }
        }

        return controls;
    }

    private static void RefuseWithoutValue(OptionResult result)
    {
        if (result.Tokens.Select(static token => token.Value).FirstOrDefault(static text => text.IndexOf('=') < 1 || text.IndexOf(',') is >= 0 and var comma && comma < text.IndexOf('=')) is { } part)
        {
            result.AddError($"'{part}' is no value for --set-ctrl. Write it like brightness=128,exposure_time_absolute=200.");
        }
    }
}
