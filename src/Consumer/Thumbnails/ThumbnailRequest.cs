using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Thumbnails.Output;
using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Consumer.Thumbnails.Tiles;
using FrameRing.Media.Colour;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>What the user asked for, checked.</summary>
internal sealed record ThumbnailRequest
{
    internal required string Ring { get; init; }

    internal required PictureFolder Folder { get; init; }

    internal required IFrameSelector Selector { get; init; }

    internal required TargetSize Size { get; init; }

    internal required PictureEncoding Encoding { get; init; }

    internal required bool IsNamedByTime { get; init; }

    /// <summary>How many numbered pictures stay in the folder; null for all.</summary>
    internal required int? Keep { get; init; }

    internal required bool WritesLatest { get; init; }

    /// <summary>What is behind frames with alpha, as 0xFFRRGGBB; null keeps the alpha in files that can have it.</summary>
    internal uint? Background { get; init; }

    /// <summary>What is behind them where there must be something.</summary>
    internal uint Ground => Background ?? Transparency.Black;

    internal ToneMapping ToneMapping { get; init; }

    internal required bool SkipsBlack { get; init; }

    /// <summary>Whether damaged frames are as good as others.</summary>
    internal bool TakesCorrupt { get; init; }

    /// <summary>After how many pictures to stop; null for never.</summary>
    internal required long? Count { get; init; }

    internal required TileGrid? Sheet { get; init; }

    internal required TileGrid? Sprites { get; init; }

    /// <summary>Whether nothing is to be remarked on standard error.</summary>
    internal bool IsSilent { get; init; }
}
