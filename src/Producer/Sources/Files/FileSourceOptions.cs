namespace FrameRing.Producer.Sources.Files;

/// <summary>How to open and decode a file or URL.</summary>
/// <param name="Input">File or URL that FFmpeg can open.</param>
/// <param name="Threads">Decoder threads; null for a few.</param>
/// <param name="Decoder">Decoder by name; null for FFmpeg's choice.</param>
/// <param name="Seek">Where to begin.</param>
internal sealed record FileSourceOptions(string Input, int? Threads, string? Decoder, TimeSpan Seek);
