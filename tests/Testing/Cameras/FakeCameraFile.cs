using FrameRing.V4L2.Interop;
using FrameRing.V4L2.Files;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <summary>An open file of a fake camera.</summary>
internal sealed unsafe class FakeCameraFile(FakeCamera camera) : IDeviceFile
{
    /// <summary>False once the camera was unplugged, for good: a new file is needed when it comes back.</summary>
    internal bool IsAlive { get; set; } = true;

    internal bool IsSubscribed { get; set; }

    /// <summary>Changes of the source that were not dequeued.</summary>
    internal int EventCount { get; set; }

    public int Ioctl(uint request, void* argument) => camera.Ioctl(this, request, argument);

    public short Poll(short events, TimeSpan timeout, StopEvent? stop) => camera.Poll(this, events, timeout, stop);

    public int Map(long offset, long length, out byte* address) => camera.Map(this, offset, length, out address);

    public void Unmap(byte* address, long length) => camera.Unmap(address, length);

    public void Dispose() => camera.Close(this);

    internal int Subscribe(Videodev2.v4l2_event_subscription* subscription)
    {
        bool isKnown = camera.HasSourceChange && subscription->type == Videodev2.V4L2_EVENT_SOURCE_CHANGE;
        IsSubscribed |= isKnown;
        return isKnown ? 0 : LibC.EINVAL;
    }

    internal int TakeEvent(Videodev2.v4l2_event* happened)
    {
        if (EventCount == 0)
        {
            return LibC.ENOENT;
        }

        EventCount--;
        *happened = new Videodev2.v4l2_event
        {
            type = Videodev2.V4L2_EVENT_SOURCE_CHANGE,
            src_change_changes = Videodev2.V4L2_EVENT_SRC_CH_RESOLUTION,
            pending = (uint)EventCount,
        };
        return 0;
    }
}
