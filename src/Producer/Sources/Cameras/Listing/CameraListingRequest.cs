namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>What is to be shown.</summary>
internal sealed record CameraListingRequest
{
    /// <summary>The camera, with the input to choose and the controls to set first; null if none is needed.</summary>
    internal CameraOptions? Camera { get; init; }

    internal bool Devices { get; init; }

    internal bool Formats { get; init; }

    internal bool ExtendedFormats { get; init; }

    internal FormatKind Kind { get; init; }

    internal bool Controls { get; init; }

    internal bool ControlsWithMenus { get; init; }

    /// <summary>Controls whose values are to be shown.</summary>
    internal IReadOnlyList<string> Values { get; init; } = [];

    internal bool IsJson { get; init; }
}
