using FrameRing.V4L2.Interop;

namespace FrameRing.Testing.Cameras;

/// <summary>A digital video signal.</summary>
/// <param name="Width">Pixels of a line.</param>
/// <param name="Height">Lines of a frame.</param>
/// <param name="Rate">Frames per second.</param>
/// <param name="IsInterlaced">Whether a frame comes as two fields.</param>
public sealed record FakeSignal(int Width, int Height, int Rate, bool IsInterlaced = false)
{
    private const uint HorizontalBlanking = 280;
    private const uint VerticalBlanking = 45;

    internal Videodev2.v4l2_dv_timings Timings
    {
        get
        {
            Videodev2.v4l2_dv_timings timings = new() { type = Videodev2.V4L2_DV_BT_656_1120 };
            timings.bt.width = (uint)Width;
            timings.bt.height = (uint)Height;
            timings.bt.interlaced = IsInterlaced ? Videodev2.V4L2_DV_INTERLACED : 0;
            timings.bt.hfrontporch = HorizontalBlanking;
            timings.bt.vfrontporch = VerticalBlanking;
            timings.bt.pixelclock = (ulong)(timings.bt.width + HorizontalBlanking) * (timings.bt.height + VerticalBlanking) * (ulong)Rate;
            return timings;
        }
    }
}
