using System.Diagnostics.CodeAnalysis;

namespace FrameRing.Formats;

/// <summary>
/// Four bytes that name a pixel format, as in V4L2 (<c>videodev2.h</c>) and DRM (<c>drm_fourcc.h</c>). The first character is the
/// lowest byte, so <c>NV12</c> is 0x3231564E. Stable across machines and versions, unlike the numbers inside FFmpeg.
/// </summary>
/// <param name="Value">The code, first character in the lowest byte; 0 names no format.</param>
public readonly record struct FourCC(uint Value)
{
    /// <summary>Makes a code of four characters of 7-bit ASCII.</summary>
    /// <param name="a">First character, lowest byte.</param>
    /// <param name="b">Second character.</param>
    /// <param name="c">Third character.</param>
    /// <param name="d">Fourth character, highest byte.</param>
    public FourCC(char a, char b, char c, char d)
        : this((byte)a | (uint)(byte)b << 8 | (uint)(byte)c << 16 | (uint)(byte)d << 24)
    {
    }

    /// <summary>Reads a code of one to four printable characters; shorter ones are padded with spaces, as V4L2 does (<c>Y16</c>).</summary>
    /// <param name="text">The characters.</param>
    /// <param name="value">The code, or the empty code.</param>
    /// <returns>False if the text is empty, longer than four characters or not printable ASCII.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out FourCC value)
    {
        value = default;
        if (string.IsNullOrEmpty(text) || text.Length > 4 || text.Any(c => c is < ' ' or > '~'))
        {
            return false;
        }

        string padded = text.PadRight(4);
        value = new FourCC(padded[0], padded[1], padded[2], padded[3]);
        return true;
    }

    /// <summary>Reads a code like <see cref="TryParse"/>.</summary>
    /// <param name="text">The characters.</param>
    /// <returns>The code.</returns>
    /// <exception cref="FormatException">The text is no FourCC.</exception>
    public static FourCC Parse(string text) =>
        TryParse(text, out FourCC value) ? value : throw new FormatException($"'{text}' is not a FourCC of one to four printable characters.");

    /// <summary>The four characters without padding; a byte that is not printable is shown as <c>[n]</c>.</summary>
    public override string ToString()
    {
        if (Value == 0)
        {
            return "none";
        }

        Span<char> text = stackalloc char[20];
        int length = 0;
        for (int i = 0; i < 4; i++)
        {
            byte part = (byte)(Value >> (8 * i));
            if (part is >= (byte)' ' and <= (byte)'~')
            {
                text[length++] = (char)part;
            }
            else
            {
                text[length++] = '[';
                part.TryFormat(text[length..], out int digits);
                length += digits;
                text[length++] = ']';
            }
        }

        return new string(text[..length]).TrimEnd();
    }
}
