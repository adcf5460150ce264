using FFmpeg.AutoGen;
using FrameRing.Formats;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>What the user asked of a camera, checked as far as it can be without one.</summary>
internal sealed record CameraOptions
{
    internal required string Path { get; init; }

    /// <summary>V4L2's code; null leaves the choice to us.</summary>
    internal FourCC? Format { get; init; }

    /// <summary>Pixels; null leaves what the device is set to.</summary>
    internal (int Width, int Height)? Size { get; init; }

    /// <summary>Frames per second; null leaves what the device is set to.</summary>
    internal Rational? FrameRate { get; init; }

    internal IoMethod Io { get; init; }

    /// <summary>Number of the input; null leaves it.</summary>
    internal int? Channel { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Controls { get; init; } = [];

    /// <summary>A camera that has given no frame for so long is started anew.</summary>
    internal TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    internal bool Reconnects { get; init; } = true;

    /// <summary>What FFmpeg's libraries print, if one is needed.</summary>
    internal int LogLevel { get; init; } = ffmpeg.AV_LOG_FATAL;

    /// <summary>Decoder for compressed formats by its FFmpeg name; null for FFmpeg's choice.</summary>
    internal string? Decoder { get; init; }
}
