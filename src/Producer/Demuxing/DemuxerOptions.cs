using FFmpeg.AutoGen;
using FrameRing.Text;

namespace FrameRing.Producer.Demuxing;

/// <summary>What to open, and which stream of it to take.</summary>
internal record DemuxerOptions
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

    /// <summary>What FFmpeg's libraries print themselves. Their messages tell of single packets; what matters to the user is counted and said by us.</summary>
    internal int LogLevel { get; init; } = ffmpeg.AV_LOG_FATAL;

    /// <summary>Ends opening and reading at once.</summary>
    internal CancellationToken Stop { get; init; }
}
