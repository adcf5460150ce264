using System.Runtime.InteropServices;

namespace FrameRing.Formats;

/// <summary>Where one plane of a picture lies in its slot.</summary>
/// <param name="Offset">Bytes from the start of the slot to the first byte of the top row.</param>
/// <param name="Stride">Bytes from one row to the next; negative when the rows are stored bottom up.</param>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public readonly record struct PlaneLayout(
    [field: FieldOffset(0)] long Offset,
    [field: FieldOffset(8)] int Stride);
