using FrameRing.Formats;

namespace FrameRing.V4L2;

/// <summary>A pixel format that a device offers.</summary>
/// <param name="Code">V4L2's code.</param>
/// <param name="Description">The driver's words.</param>
/// <param name="IsCompressed">Whether it is a compressed one, like MJPG.</param>
/// <param name="IsEmulated">Whether a library makes it of another one; none without such a library.</param>
public sealed record FormatDescription(FourCC Code, string Description, bool IsCompressed, bool IsEmulated);
