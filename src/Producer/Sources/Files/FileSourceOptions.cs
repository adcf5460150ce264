using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Text;

namespace FrameRing.Producer.Sources.Files;

/// <summary>How to open and decode a file or URL.</summary>
internal sealed record FileSourceOptions
{
    /// <summary>File or URL that FFmpeg can open.</summary>
    internal required string Input { get; init; }

    /// <summary>The input for messages, without secrets.</summary>
    internal string ShownInput => SecretMask.OfArgument(Input);

    /// <summary>Demuxer by name; null to look at the data.</summary>
    internal string? Format { get; init; }

    /// <summary>Options for demuxer and protocol.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> FormatOptions { get; init; } = [];

    /// <summary>The stream; null for FFmpeg's choice.</summary>
    internal StreamChoice? Stream { get; init; }

    /// <summary>Frames that the decoder is to leave out.</summary>
    internal AVDiscard SkipFrame { get; init; } = AVDiscard.AVDISCARD_DEFAULT;

    /// <summary>What FFmpeg's libraries print themselves. Their messages tell of single packets; what matters to the user is counted and said by us.</summary>
    internal int LogLevel { get; init; } = ffmpeg.AV_LOG_FATAL;

    /// <summary>Decoder threads; null for a few.</summary>
    internal int? Threads { get; init; }

    /// <summary>Decoder by name; null for FFmpeg's choice.</summary>
    internal string? Decoder { get; init; }

    /// <summary>Kind of device that decodes, <c>auto</c> or <c>none</c>; null for none.</summary>
    internal string? HardwareDevice { get; init; }

    /// <summary>Which device of that kind; null for the first.</summary>
    internal string? HardwareAddress { get; init; }

    /// <summary>Where to begin.</summary>
    internal TimeSpan Seek { get; init; }

    /// <summary>The rate that frames are counted on at, whatever the input says; null for the input's own time stamps.</summary>
    internal Rational? ForcedRate { get; init; }

    /// <summary>Further rounds after the first; -1 for ever.</summary>
    internal long Loop { get; init; }

    /// <summary>Ends opening and reading at once.</summary>
    internal CancellationToken Stop { get; init; }
}
