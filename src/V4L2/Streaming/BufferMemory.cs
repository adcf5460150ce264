using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Streaming;

/// <summary>Whose memory a stream's buffers are (<c>v4l2_memory</c>).</summary>
public enum BufferMemory
{
    /// <summary>The driver's, mapped into this process.</summary>
    Mapped = (int)Videodev2.V4L2_MEMORY_MMAP,

    /// <summary>This process's, as a ring's slots: no copy in user space.</summary>
    UserPointer = (int)Videodev2.V4L2_MEMORY_USERPTR,
}
