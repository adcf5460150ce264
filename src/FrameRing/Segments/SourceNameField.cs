using System.Text;
using FrameRing.Text;

namespace FrameRing.Segments;

/// <summary>
/// What the frames come from, for people: 128 bytes of UTF-8 in the header of a frame segment, padded with zeros. A producer that adopts the
/// segment writes it anew, so a reader may see a mixture of two; nothing is decided by it.
/// </summary>
internal static unsafe class SourceNameField
{
    internal const int Size = 128;

    internal static void Write(byte* field, string? name)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes.Clear();

        // Whole characters only, and a zero behind them.
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(PrintableText.Line(SecretMask.Of(name)), bytes[..(Size - 1)], flush: false, out _, out _, out _);
        bytes.CopyTo(new Span<byte>(field, Size));
    }

    /// <summary>What stands there, as printable text; null for nothing.</summary>
    internal static string? Read(byte* field)
    {
        Span<byte> bytes = stackalloc byte[Size];
        new ReadOnlySpan<byte>(field, Size).CopyTo(bytes);
        int end = bytes.IndexOf((byte)0);
        return end == 0 ? null : PrintableText.Line(PrintableText.FromUtf8(end < 0 ? bytes : bytes[..end]));
    }
}
