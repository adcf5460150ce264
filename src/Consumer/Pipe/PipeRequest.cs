using FrameRing.Formats;

namespace FrameRing.Consumer.Pipe;

/// <summary>What the user asked of <c>consumer pipe</c>, checked.</summary>
internal sealed record PipeRequest
{
    internal bool IsY4m { get; init; }

    internal bool AllowsSizeChange { get; init; }

    /// <summary>Whether frames are repeated and dropped so that all are equally far apart.</summary>
    internal bool IsConstantRate { get; init; }

    /// <summary>The rate to write; null for the one that the frames tell.</summary>
    internal Rational? Rate { get; init; }

    /// <summary>How long one frame is repeated at most.</summary>
    internal TimeSpan LongestGap { get; init; } = PipeOptions.DefaultGap;

    /// <summary>After how many written frames to stop; null for never. Only for a constant rate.</summary>
    internal long? Frames { get; init; }
}
