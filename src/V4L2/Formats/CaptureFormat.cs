using FrameRing.Formats;

namespace FrameRing.V4L2.Formats;

/// <summary>What a device is set to give: format, size, memory, colours. Values of the driver's own that this library does not use are dropped.</summary>
/// <param name="Code">V4L2's code of the pixel format.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in lines of a buffer; of one field if fields come alone.</param>
/// <param name="Field">How the lines were captured in time.</param>
/// <param name="Colour">What the code values mean.</param>
/// <param name="Planes">The pieces of memory that a buffer consists of: one, but for the multi-planar formats like NM12.</param>
public sealed record CaptureFormat(FourCC Code, int Width, int Height, FieldOrder Field, CaptureColour Colour, IReadOnlyList<MemoryPlane> Planes)
{
    /// <summary>Bytes of a whole buffer.</summary>
    public long Size => Planes.Sum(static plane => (long)plane.Size);

    /// <summary>Whether buffers of both are the same: format, size, fields, memory.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True if they are.</returns>
    public bool HasSameBuffers(CaptureFormat other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Code == other.Code && Width == other.Width && Height == other.Height && Field == other.Field && Planes.SequenceEqual(other.Planes);
    }

    /// <summary>Like <c>NV12 1280x720</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Code} {Width}x{Height}");
}
