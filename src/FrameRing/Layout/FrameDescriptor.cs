using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>One entry of the descriptor table: what a slot holds. 256 bytes, four cache lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = DescriptorSize)]
internal struct FrameDescriptor
{
    internal const int DescriptorSize = 256;

    // Written by the producer only. 0 = empty, 1 = being written, s << 1 = holds frame s, s << 1 | 1 = holds it, claim in doubt. Only Sequencing/SlotStamp touches it.
    [FieldOffset(0)] internal ulong Stamp;

    // Written by the producer only, while the stamp is 1; the flag Last alone is added later, at a clean end.
    [FieldOffset(8)] internal FrameMetadata Metadata;
}
