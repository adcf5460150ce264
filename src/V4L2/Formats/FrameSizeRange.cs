namespace FrameRing.V4L2.Formats;

/// <summary>Sizes that a device offers for a format, in pixels: from, to, in steps.</summary>
/// <param name="MinWidth">Smallest width.</param>
/// <param name="MaxWidth">Largest width.</param>
/// <param name="WidthStep">Widths in between lie that far apart.</param>
/// <param name="MinHeight">Smallest height.</param>
/// <param name="MaxHeight">Largest height.</param>
/// <param name="HeightStep">Heights in between lie that far apart.</param>
/// <param name="IsContinuous">Whether every size in between is there.</param>
public sealed record FrameSizeRange(int MinWidth, int MaxWidth, int WidthStep, int MinHeight, int MaxHeight, int HeightStep, bool IsContinuous)
{
    /// <summary>Whether the driver lists single sizes, not a range; a range may have one size, too.</summary>
    public bool IsListed { get; init; }

    /// <summary>Whether it is one size.</summary>
    public bool IsSingle => MinWidth == MaxWidth && MinHeight == MaxHeight;

    /// <summary>One size.</summary>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <returns>The range of that size alone.</returns>
    public static FrameSizeRange Single(int width, int height) => new(width, width, 1, height, height, 1, false) { IsListed = true };

    /// <summary>Whether a size is in it.</summary>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <returns>True if it is.</returns>
    public bool Contains(int width, int height) =>
        width >= MinWidth && width <= MaxWidth && (width - MinWidth) % Math.Max(1, WidthStep) == 0
        && height >= MinHeight && height <= MaxHeight && (height - MinHeight) % Math.Max(1, HeightStep) == 0;
}
