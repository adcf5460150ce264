using FrameRing.Formats;

namespace FrameRing.V4L2.Formats;

/// <summary>What a V4L2 format is in a ring.</summary>
/// <param name="Format">The ring's format.</param>
/// <param name="IsChromaSwapped">Whether the second and the third plane lie the other way round in memory (YV12 is YU12 so).</param>
/// <param name="IsSplit">Whether each colour plane has a piece of memory of its own (NM12).</param>
internal sealed record FormatMapping(PixelFormat Format, bool IsChromaSwapped, bool IsSplit);
