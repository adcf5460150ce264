using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>One entry of the descriptor table: what a slot holds. 256 bytes, four cache lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = DescriptorSize)]
internal struct FrameDescriptor
{
    internal const int DescriptorSize = 256;

    // Written by the producer only. 0 = empty, odd = being written, s << 1 = holds frame s. Only Sequencing/SlotStamp touches it.
    [FieldOffset(0)] internal ulong Stamp;

    // Written by the producer only, while the stamp is odd or 0; the flag Last alone is added later, at a clean end.
    [FieldOffset(8)] internal FrameMetadata Metadata;
}
