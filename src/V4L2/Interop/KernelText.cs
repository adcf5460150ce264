using FrameRing.Text;

namespace FrameRing.V4L2.Interop;

/// <summary>A text of the kernel's in an array that may be full.</summary>
internal static unsafe class KernelText
{
    internal static string Read(byte* text, int length)
    {
        ReadOnlySpan<byte> bytes = new(text, length);
        int end = bytes.IndexOf((byte)0);
        return PrintableText.FromUtf8(end < 0 ? bytes : bytes[..end]);
    }
}
