using FrameRing.V4L2.Streaming;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>What captures into the driver's own buffers have in common.</summary>
internal static class MappedBuffers
{
    /// <summary>Buffers that are asked for.</summary>
    internal const int Count = 4;

    /// <summary>Gives the driver all buffers and starts the stream.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int TryStart(CaptureStream stream)
    {
        for (int index = 0; index < stream.Count; index++)
        {
            if (stream.TryQueue(index) is var errno && errno != 0)
            {
                return errno;
            }
        }

        return stream.TryStart();
    }
}
