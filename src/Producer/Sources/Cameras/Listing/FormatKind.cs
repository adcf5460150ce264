namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>Which formats to show.</summary>
internal enum FormatKind
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that are pixels.</summary>
    Raw,

    /// <summary>Those that must be decoded.</summary>
    Compressed,
}
