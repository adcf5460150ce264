namespace FrameRing.Producer.Sources.Files;

/// <summary>How to open and decode a file or URL.</summary>
internal sealed record FileSourceOptions
{
    /// <summary>File or URL that FFmpeg can open.</summary>
    internal required string Input { get; init; }

    /// <summary>Decoder threads; null for a few.</summary>
    internal int? Threads { get; init; }

    /// <summary>Decoder by name; null for FFmpeg's choice.</summary>
    internal string? Decoder { get; init; }

    /// <summary>Where to begin.</summary>
    internal TimeSpan Seek { get; init; }

    /// <summary>Further rounds after the first; -1 for ever.</summary>
    internal long Loop { get; init; }

    /// <summary>Ends opening and reading at once.</summary>
    internal CancellationToken Stop { get; init; }
}
