using System.CommandLine;
using System.CommandLine.Parsing;
using FFmpeg.AutoGen;
using FrameRing.CommandLine;
using FrameRing.Formats;
using FrameRing.Producer.Demuxing;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Options;

/// <summary>The options that say how a file or URL is opened and decoded.</summary>
internal sealed class FileOptionSet
{
    private static readonly Dictionary<string, AVDiscard> s_skippable = new()
    {
        ["none"] = AVDiscard.AVDISCARD_NONE,
        ["default"] = AVDiscard.AVDISCARD_DEFAULT,
        ["noref"] = AVDiscard.AVDISCARD_NONREF,
        ["bidir"] = AVDiscard.AVDISCARD_BIDIR,
        ["nointra"] = AVDiscard.AVDISCARD_NONINTRA,
        ["nokey"] = AVDiscard.AVDISCARD_NONKEY,
        ["all"] = AVDiscard.AVDISCARD_ALL,
    };

    private static readonly Dictionary<string, int> s_logLevels = new()
    {
        ["quiet"] = ffmpeg.AV_LOG_QUIET,
        ["panic"] = ffmpeg.AV_LOG_PANIC,
        ["fatal"] = ffmpeg.AV_LOG_FATAL,
        ["error"] = ffmpeg.AV_LOG_ERROR,
        ["warning"] = ffmpeg.AV_LOG_WARNING,
        ["info"] = ffmpeg.AV_LOG_INFO,
        ["verbose"] = ffmpeg.AV_LOG_VERBOSE,
        ["debug"] = ffmpeg.AV_LOG_DEBUG,
        ["trace"] = ffmpeg.AV_LOG_TRACE,
    };

    private readonly Option<TimeSpan?> _seek = OptionMaker.Duration("--seek", "Begin at that time. Default: the start.", "-ss");
    private readonly Option<long> _loop = new Option<long>("--loop", "-stream_loop") { Description = "Play that many further rounds; -1: for ever. A still picture comes 25 times a second. Default: 0.", HelpName = "N" }.RefuseBelow(-1);
    private readonly Option<StreamChoice?> _stream = new("--stream", "-map")
    {
        Description = $"The video stream, by its index as ffprobe shows it or as for ffmpeg: {StreamChoice.Syntax}. Default: as ffmpeg, the largest picture.",
        HelpName = "STREAM",
        CustomParser = ParseStream,
    };

    private readonly Option<int?> _threads = new Option<int?>("--threads", "-threads") { Description = "Decoder threads. Default: one per processor, at most 4; each costs a slot.", HelpName = "N" }.RefuseBelow(1);
    private readonly Option<string?> _decoder = new("--decoder", "-c:v", "-vcodec") { Description = "Decoder by its FFmpeg name. Default: FFmpeg's choice.", HelpName = "NAME" };
    private readonly Option<string?> _device = new("--hwaccel", "-hwaccel") { Description = "Decode on a device: vaapi, cuda, vdpau, qsv, drm ...; auto: on one if there is one. Default: none.", HelpName = "KIND" };
    private readonly Option<string?> _address = new("--hwaccel-device", "-hwaccel_device") { Description = "Which device, like /dev/dri/renderD128. Default: the first.", HelpName = "DEVICE" };
    private readonly Option<string?> _skipFrame = new("--skip-frame", "-skip_frame") { Description = $"Frames that the decoder leaves out: {string.Join(", ", s_skippable.Keys)}. Default: default, that is hardly any.", HelpName = "WHICH" };
    private readonly Option<string?> _format = new("--format", "-f") { Description = "Input format by its FFmpeg name. Default: what the data look like.", HelpName = "NAME" };
    private readonly Option<string[]> _formatOptions = new("--format-option") { Description = "An option of FFmpeg's input format or protocol; may be given more than once.", HelpName = "KEY=VALUE" };
    private readonly Option<string?> _rtspTransport = new("--rtsp-transport", "-rtsp_transport") { Description = "What RTSP uses: tcp, udp ... Default: udp, then tcp.", HelpName = "NAME" };
    private readonly Option<long?> _timeout = new Option<long?>("-timeout") { Description = "Give up a network that says nothing for so long. Default: never.", HelpName = "MICROSECONDS" }.RefuseBelow(0);
    private readonly Option<string?> _logLevel = new("--loglevel", "-loglevel", "-v") { Description = $"What FFmpeg's libraries print: {string.Join(", ", s_logLevels.Keys)}. Default: fatal.", HelpName = "LEVEL" };

    internal FileOptionSet()
    {
        _skipFrame.AcceptOnly(s_skippable.Keys);
        _logLevel.AcceptOnly(s_logLevels.Keys);
        _formatOptions.Validators.Add(RefuseWithoutValue);
    }

    internal IEnumerable<Option> Input => [_seek, _loop, _stream, _format, _formatOptions, _rtspTransport, _timeout];

    internal IEnumerable<Option> Decoding => [_threads, _decoder, _device, _address, _skipFrame, _logLevel];

    internal IEnumerable<Option> All => Input.Concat(Decoding);

    /// <summary>What was asked of a file but means nothing for a test picture, which has no stream, decoder or end.</summary>
    internal string? FirstGiven(ParseResult result) =>
        All.FirstOrDefault(option => option != _logLevel && result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What was asked of a file but means nothing for a camera, whose compressed pictures are decoded but never sought or repeated.</summary>
    internal string? FirstGivenForCamera(ParseResult result) =>
        All.FirstOrDefault(option => option != _logLevel && option != _format && option != _decoder && result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What FFmpeg's libraries print.</summary>
    internal int ReadLogLevel(ParseResult result) => s_logLevels[result.GetValue(_logLevel) ?? "fatal"];

    /// <summary>The decoder's name; null for FFmpeg's choice.</summary>
    internal string? ReadDecoder(ParseResult result) => result.GetValue(_decoder);

    /// <summary>The name of the input format; null for none.</summary>
    internal string? ReadFormat(ParseResult result) => result.GetValue(_format);

    /// <summary>A device's address without a device that it could belong to.</summary>
    internal bool LacksDevice(ParseResult result) => result.GetValue(_address) is not null && result.GetValue(_device) is null or "none";

    internal FileSourceOptions Read(ParseResult result, string input, RateOptions rate, ShapeOptions shape) => new()
    {
        Input = input,
        Format = result.GetValue(_format),
        FormatOptions = ReadFormatOptions(result, rate.ReadForDemuxer(result), shape),
        ForcedRate = rate.ReadForced(result),
        Seek = result.GetValue(_seek) ?? TimeSpan.Zero,
        Loop = result.GetValue(_loop),
        Stream = result.GetValue(_stream),
        Threads = result.GetValue(_threads),
        Decoder = result.GetValue(_decoder),
        HardwareDevice = result.GetValue(_device),
        HardwareAddress = result.GetValue(_address),
        SkipFrame = s_skippable[result.GetValue(_skipFrame) ?? "default"],
        LogLevel = ReadLogLevel(result),
    };

    private List<KeyValuePair<string, string>> ReadFormatOptions(ParseResult result, Rational? rate, ShapeOptions shape)
    {
        List<KeyValuePair<string, string>> options = [];
        if (result.GetValue(_rtspTransport) is { } transport)
        {
            options.Add(new("rtsp_transport", transport));
        }

        if (result.GetValue(_timeout) is { } timeout)
        {
            options.Add(new("timeout", FormattableString.Invariant($"{timeout}")));
        }

        if (rate is { } known)
        {
            options.Add(new("framerate", known.ToString()));
        }

        options.AddRange(shape.ReadForDemuxer(result));

        foreach (string option in result.GetValue(_formatOptions) ?? [])
        {
            int equals = option.IndexOf('=');
            options.Add(new(option[..equals], option[(equals + 1)..]));
        }

        return options;
    }

    private static void RefuseWithoutValue(OptionResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=') < 1) is { } token)
        {
            result.AddError($"'{token.Value}' is no value for --format-option. Write it like probesize=1000000.");
        }
    }

    private static StreamChoice? ParseStream(ArgumentResult result)
    {
        string text = OptionLimits.TextOf(result);
        if (!StreamChoice.TryParse(text, out StreamChoice? choice))
        {
            result.AddError($"'{text}' is no value for --stream. Write it like {StreamChoice.Syntax}.");
        }

        return choice;
    }
}
