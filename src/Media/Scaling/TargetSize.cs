using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FrameRing.Media.Pictures;

namespace FrameRing.Media.Scaling;

/// <summary>
/// The size a picture is asked to have: <c>WxH</c> fits into that box, <c>W</c> and <c>xH</c> set one side, <c>&gt;</c> behind them
/// never enlarges, <c>!</c> behind <c>WxH</c> ignores the aspect, <c>0</c> keeps the size. The notation of vipsthumbnail.
/// </summary>
public sealed record TargetSize
{
    /// <summary>What <see cref="TryParse"/> takes, for messages.</summary>
    public const string Syntax = "WxH, W, xH, with > behind to never enlarge or ! to ignore the aspect, or 0 for the original size";

    // The longest side that JPEG can hold.
    private const int MaxSide = 65500;

    private readonly int? _width;
    private readonly int? _height;
    private readonly bool _onlyShrinks;
    private readonly bool _isExact;

    private TargetSize(int? width, int? height, bool onlyShrinks, bool isExact)
    {
        _width = width;
        _height = height;
        _onlyShrinks = onlyShrinks;
        _isExact = isExact;
    }

    /// <summary>The frame's own size.</summary>
    public static TargetSize Original { get; } = new(null, null, false, false);

    /// <summary>That width, and the height that belongs to it.</summary>
    /// <param name="width">Pixels, from 1.</param>
    /// <returns>The size.</returns>
    public static TargetSize OfWidth(int width) => new(width, null, false, false);

    /// <summary>Reads the notation.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size, or null.</param>
    /// <returns>False if the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TargetSize? size)
    {
        size = null;
        if (text == "0")
        {
            size = Original;
            return true;
        }

        bool shrinks = text?.EndsWith('>') == true;
        bool exact = text?.EndsWith('!') == true;
        string[] sides = (shrinks || exact ? text![..^1] : text ?? string.Empty).Split('x');
        if (sides.Length > 2 || !TryParseSide(sides[0], out int? width) || !TryParseSide(sides.ElementAtOrDefault(1) ?? string.Empty, out int? height)
            || (width is null && height is null) || (exact && (width is null || height is null)))
        {
            return false;
        }

        size = new TargetSize(width, height, shrinks, exact);
        return true;
    }

    /// <summary>The size for a picture.</summary>
    /// <param name="shown">Its size when it is shown.</param>
    /// <returns>At least 1 by 1.</returns>
    public PictureSize Fit(PictureSize shown)
    {
        if (_isExact)
        {
            return new PictureSize(_width!.Value, _height!.Value);
        }

        double scale = Math.Min((_width ?? double.PositiveInfinity) / shown.Width, (_height ?? double.PositiveInfinity) / shown.Height);
        if (double.IsInfinity(scale) || (_onlyShrinks && scale > 1))
        {
            scale = 1;
        }

        return new PictureSize(ToSide(shown.Width * scale), ToSide(shown.Height * scale));
    }

    private static int ToSide(double pixels) => (int)Math.Clamp(Math.Round(pixels), 1, MaxSide);

    private static bool TryParseSide(string text, out int? side)
    {
        side = null;
        if (text.Length == 0)
        {
            return true;
        }

        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= MaxSide;
        side = value;
        return isNumber;
    }
}
