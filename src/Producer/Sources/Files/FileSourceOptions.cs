using FrameRing.Formats;
using FrameRing.Producer.Decoding;

namespace FrameRing.Producer.Sources.Files;

/// <summary>Which part of a file or URL becomes frames, how often and at which rate, besides how it is opened and decoded.</summary>
internal sealed record FileSourceOptions : DecoderOptions
{
    /// <summary>Where to begin.</summary>
    internal TimeSpan Seek { get; init; }

    /// <summary>The rate that frames are counted on at, whatever the input says; null for the input's own time stamps.</summary>
    internal Rational? ForcedRate { get; init; }

    /// <summary>Further rounds after the first; -1 for ever.</summary>
    internal long Loop { get; init; }
}
