using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Streaming;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Whether a buffer holds what it should.</summary>
internal static class BufferCheck
{
    // A JPEG of less than its own headers is none.
    private const int SmallestJpeg = 125;

    private const int LongestPadding = 1024;

    /// <summary>Whether all rows of a raw picture were filled.</summary>
    internal static bool IsWhole(CaptureLayout layout, in CapturedBuffer buffer)
    {
        for (int memory = 0; memory < layout.Capture.Planes.Count; memory++)
        {
            int before = buffer.DataOffsets[memory];
            if (before < 0 || buffer.BytesUsed[memory] - before < layout.GetPictureSize(memory) || buffer.BytesUsed[memory] > layout.GetMemorySize(memory))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether this can be a JPEG.</summary>
    internal static bool IsJpeg(ReadOnlySpan<byte> data) => data.Length >= SmallestJpeg && data[0] == 0xFF && data[1] == 0xD8;

    /// <summary>Whether a JPEG's end is there. Cameras on a slow bus give half ones; what lies behind the end is padding.</summary>
    internal static bool HasEnd(ReadOnlySpan<byte> data)
    {
        data = data.TrimEnd((byte)0);
        ReadOnlySpan<byte> end = [0xFF, 0xD9];
        return data[^Math.Min(data.Length, LongestPadding)..].LastIndexOf(end) >= 0;
    }
}
