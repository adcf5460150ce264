using System.Text;

namespace FrameRing.Segments;

/// <summary>The ring's name in the header of a page or segment: 64 bytes of ASCII, padded with zeros.</summary>
internal static unsafe class NameField
{
    private const int Size = RingName.MaxLength + 1;

    internal static void Write(byte* field, string name)
    {
        Span<byte> bytes = new(field, Size);
        bytes.Clear();
        Encoding.ASCII.GetBytes(name, bytes);
    }

    /// <summary>What stands there, whatever it is: not every name is allowed.</summary>
    internal static string Read(byte* field)
    {
        ReadOnlySpan<byte> bytes = new(field, Size);
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }

    internal static bool Is(byte* field, string name) => Read(field) == name;
}
