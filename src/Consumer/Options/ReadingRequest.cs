using FrameRing.Reading;

namespace FrameRing.Consumer.Options;

/// <summary>What the user asked of the shared options, checked.</summary>
internal sealed record ReadingRequest(
    string Ring,
    FrameRingReaderOptions Reader,
    TimeSpan Wait,
    TimeSpan Timeout,
    long? Frames,
    bool IsFollowing,
    bool IsStrict,
    bool IsQuiet,
    bool IsJson);
