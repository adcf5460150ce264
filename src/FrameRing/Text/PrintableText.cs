using System.Buffers;
using System.Globalization;
using System.Text;

namespace FrameRing.Text;

/// <summary>
/// Text of others (command lines, names of devices, messages of libraries) made safe for a terminal or a log: what would steer a
/// terminal, break a line or turn the direction of writing is shown as what it is.
/// </summary>
/// <remarks>
/// A control character of ASCII becomes <c>\x1b</c>, any other character that must not be printed <c>\u{202e}</c>, and a byte that is no
/// UTF-8 <c>\x9b</c>. All members are safe on any thread; a text that needs no change is returned as it is.
/// </remarks>
public static class PrintableText
{
    // As Python's "surrogateescape" keeps them: the byte 0x9b is U+DC9B, which no valid text holds.
    private const int FirstByte = 0xDC80;
    private const int LastByte = 0xDCFF;

    /// <summary>Shows a text of others. A backslash is doubled, so that nobody can write what looks like one of our escapes.</summary>
    /// <param name="text">The text; null counts as empty.</param>
    /// <param name="longest">After so many characters it is cut off, and <c>...</c> says so.</param>
    /// <returns>One line that holds printable characters only.</returns>
    public static string Of(string? text, int longest = int.MaxValue)
    {
        text ??= string.Empty;
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        bool isCut = text.Length > longest;
        return Escape(isCut ? text[..longest] : text, string.Empty, '\\') + (isCut ? "..." : string.Empty);
    }

    /// <summary>The same for a line that is made of one's own words and of texts already shown: backslashes stay, and a second call changes nothing.</summary>
    /// <param name="text">The line, without its end; null counts as empty.</param>
    /// <returns>One line that holds printable characters only.</returns>
    public static string Line(string? text) => Escape(text ?? string.Empty, string.Empty, null);

    /// <summary>The same for several lines: ends of lines and tabulators stay.</summary>
    /// <param name="text">The lines; null counts as empty.</param>
    /// <returns>The lines, with nothing else that is not printable.</returns>
    public static string Lines(string? text) => Escape(text ?? string.Empty, "\n\t", null);

    /// <summary>Reads UTF-8 that may be none. A byte that does not fit becomes a half of a surrogate pair, which the other members show as the byte.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text with nothing lost.</returns>
    public static string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) == OperationStatus.Done;
            if (isValid)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                foreach (byte odd in bytes[..consumed])
                {
                    text.Append((char)(FirstByte - 0x80 + odd));
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that <see cref="FromUtf8"/> has read, for names of files, which need not be text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>UTF-8, but for bytes that were none.</returns>
    public static byte[] ToUtf8(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<byte> bytes = new(text.Length);
        Span<byte> encoded = stackalloc byte[4];
        int index = 0;
        while (index < text.Length)
        {
            if (Rune.TryGetRuneAt(text, index, out Rune rune))
            {
                bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
                index += rune.Utf16SequenceLength;
            }
            else
            {
                bytes.AddRange(text[index] is >= (char)FirstByte and <= (char)LastByte ? [(byte)(text[index] - FirstByte + 0x80)] : "\ufffd"u8);
                index++;
            }
        }

        return [.. bytes];
    }

    private static string Escape(string text, string kept, char? doubled)
    {
        StringBuilder? shown = null;
        int index = 0;
        while (index < text.Length)
        {
            bool isCharacter = Rune.TryGetRuneAt(text, index, out Rune rune);
            int length = isCharacter ? rune.Utf16SequenceLength : 1;
            bool isPlain = isCharacter ? (IsPrintable(rune) || kept.Contains((char)rune.Value)) && rune.Value != doubled : false;
            if (!isPlain)
            {
                shown ??= new StringBuilder(text, 0, index, text.Length + 16);
                AppendEscape(shown, isCharacter ? rune.Value : text[index], isCharacter && rune.Value == doubled);
            }
            else
            {
                shown?.Append(text, index, length);
            }

            index += length;
        }

        return shown?.ToString() ?? text;
    }

    private static void AppendEscape(StringBuilder shown, int value, bool isDoubled) => _ = value switch
    {
        _ when isDoubled => shown.Append((char)value, 2),
        < 0x80 => shown.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        >= FirstByte and <= LastByte => shown.Append(CultureInfo.InvariantCulture, $"\\x{value - FirstByte + 0x80:x2}"),
        _ => shown.Append(CultureInfo.InvariantCulture, $"\\u{{{value:x}}}"),
    };

    // What has no form of its own: controls (C0, DEL, C1), format characters (bidi overrides and isolates, zero width), ends of lines and
    // paragraphs, and numbers that are no character.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
