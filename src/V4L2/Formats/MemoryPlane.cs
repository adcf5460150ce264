namespace FrameRing.V4L2.Formats;

/// <summary>One piece of memory of a buffer. Not a colour plane: an NV12 buffer has one piece with both colour planes in it.</summary>
/// <param name="Size">Bytes that the driver wants (sizeimage).</param>
/// <param name="Stride">Bytes from one line of the first colour plane in it to the next (bytesperline); 0 for compressed formats.</param>
public readonly record struct MemoryPlane(int Size, int Stride);
