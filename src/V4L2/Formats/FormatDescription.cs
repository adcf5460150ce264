using FrameRing.Formats;

namespace FrameRing.V4L2.Formats;

/// <summary>A pixel format that a device offers.</summary>
/// <param name="Code">V4L2's code.</param>
/// <param name="Description">The driver's words.</param>
/// <param name="Flags">Facts about it.</param>
public sealed record FormatDescription(FourCC Code, string Description, FormatFlags Flags)
{
    /// <summary>Whether it is a compressed one, like MJPG.</summary>
    public bool IsCompressed => (Flags & FormatFlags.Compressed) != 0;

    /// <summary>Whether a library makes it of another one; none without such a library.</summary>
    public bool IsEmulated => (Flags & FormatFlags.Emulated) != 0;
}
