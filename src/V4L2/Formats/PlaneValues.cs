using System.Runtime.CompilerServices;
using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Formats;

/// <summary>A number for each piece of memory of a buffer.</summary>
[InlineArray(Videodev2.VIDEO_MAX_PLANES)]
public struct PlaneValues
{
    private int _first;
}
