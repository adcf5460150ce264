using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FrameRing.Layout;

/// <summary>
/// 128 random bits that name one frame segment. The kernel may give a shmid again; a reader knows by the token that the segment it
/// attached is the one the directory meant.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal readonly record struct SegmentToken([field: FieldOffset(0)] ulong Low, [field: FieldOffset(8)] ulong High)
{
    internal static SegmentToken Create()
    {
        Span<ulong> words = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words));
        return new SegmentToken(words[0], words[1] | 1);
    }
}
