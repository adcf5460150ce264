using FFmpeg.AutoGen;
using FrameRing.Producer.Demuxing;

namespace FrameRing.Producer.Decoding;

/// <summary>How to decode an input, besides what it is.</summary>
internal record DecoderOptions : DemuxerOptions
{
    /// <summary>Decoder by name; null for FFmpeg's choice.</summary>
    internal string? Decoder { get; init; }

    /// <summary>Decoder threads; null for a few.</summary>
    internal int? Threads { get; init; }

    /// <summary>Frames that the decoder is to leave out.</summary>
    internal AVDiscard SkipFrame { get; init; } = AVDiscard.AVDISCARD_DEFAULT;

    /// <summary>Kind of device that decodes, <c>auto</c> or <c>none</c>; null for none.</summary>
    internal string? HardwareDevice { get; init; }

    /// <summary>Which device of that kind; null for the first.</summary>
    internal string? HardwareAddress { get; init; }
}
