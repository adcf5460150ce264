using FrameRing.V4L2.Interop;

namespace FrameRing.Testing.Cameras;

/// <summary>A buffer of a fake camera.</summary>
internal sealed unsafe class FakeBuffer(int planeCount)
{
    /// <summary>Where each piece of memory is: the fake's own, or what was queued.</summary>
    internal nint[] Addresses { get; } = new nint[planeCount];

    internal long[] Lengths { get; } = new long[planeCount];

    /// <summary>Whether the driver has it, to be filled.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Whether it is filled and waits to be dequeued.</summary>
    internal bool IsDone { get; set; }

    /// <summary>What is said of it when it is dequeued.</summary>
    internal Videodev2.v4l2_buffer Native { get; set; }

    internal Videodev2.v4l2_plane[] Planes { get; } = new Videodev2.v4l2_plane[planeCount];
}
