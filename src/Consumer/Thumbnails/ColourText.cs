using System.Drawing;
using System.Globalization;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>Colours as people write them: the names of CSS, which are ffmpeg's too, or six hexadecimal digits.</summary>
internal static class ColourText
{
    internal const string Syntax = "a name like white, or #RRGGBB";

    private const int Digits = 6;
    private const uint Opaque = 0xFF000000;

    /// <summary>Reads <c>white</c>, <c>#FFFFFF</c>, <c>0xFFFFFF</c> or <c>FFFFFF</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="colour">0xFFRRGGBB.</param>
    /// <returns>False if the text is none.</returns>
    internal static bool TryParse(string text, out uint colour)
    {
        string digits = text.StartsWith('#') ? text[1..] : text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        if (digits.Length == Digits && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            colour = Opaque | value;
            return true;
        }

        // CSS and ffmpeg spell grey both ways. The list also has colours of a desktop, which is nobody's here, and one that is not opaque.
        Color named = Color.FromName(text.Replace("grey", "gray", StringComparison.OrdinalIgnoreCase));
        colour = (uint)named.ToArgb();
        return named.IsKnownColor && !named.IsSystemColor && named.A == byte.MaxValue;
    }
}
