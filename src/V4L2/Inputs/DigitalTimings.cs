using System.Globalization;
using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Inputs;

/// <summary>The timings of a digital video signal: its size, its rate and the blanking between (<c>v4l2_dv_timings</c>).</summary>
public readonly struct DigitalTimings : IEquatable<DigitalTimings>
{
    internal DigitalTimings(Videodev2.v4l2_dv_timings native) => Native = native;

    /// <summary>Width in pixels.</summary>
    public int Width => (int)Native.bt.width;

    /// <summary>Height in lines of a whole frame.</summary>
    public int Height => (int)Native.bt.height;

    /// <summary>Whether frames come as two fields.</summary>
    public bool IsInterlaced => Native.bt.interlaced == Videodev2.V4L2_DV_INTERLACED;

    /// <summary>Frames per second; 0 if the timings do not tell.</summary>
    public double FrameRate
    {
        get
        {
            Videodev2.v4l2_bt_timings bt = Native.bt;
            double columns = (double)bt.width + bt.hfrontporch + bt.hsync + bt.hbackporch;
            double lines = (double)bt.height + bt.vfrontporch + bt.vsync + bt.vbackporch
                + (IsInterlaced ? (double)bt.il_vfrontporch + bt.il_vsync + bt.il_vbackporch : 0);
            return columns > 0 && lines > 0 ? bt.pixelclock / (columns * lines) : 0;
        }
    }

    internal Videodev2.v4l2_dv_timings Native { get; }

    /// <summary>Whether both describe the same signal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(DigitalTimings left, DigitalTimings right) => left.Equals(right);

    /// <summary>Whether they describe different signals.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(DigitalTimings left, DigitalTimings right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(DigitalTimings other) =>
        Width == other.Width && Height == other.Height && IsInterlaced == other.IsInterlaced && Native.bt.pixelclock == other.Native.bt.pixelclock;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DigitalTimings other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Height, Native.bt.pixelclock);

    /// <summary>Like <c>1920x1080p60.00</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}{(IsInterlaced ? 'i' : 'p')}{FrameRate:0.00}");
}
