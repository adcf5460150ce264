using FrameRing.V4L2.Interop;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <content>Inputs, the signals that come in, and their changes.</content>
public sealed unsafe partial class FakeCamera
{
    private int _input;
    private Videodev2.v4l2_dv_timings? _timings;
    private FakeSignal? _signal = new(1920, 1080, 60);
    private int _signalError;

    /// <summary>The inputs; none: the device knows no such calls.</summary>
    public IReadOnlyList<FakeInput> Inputs { get; init; } = [new FakeInput("Camera 1")];

    /// <summary>What comes into a digital input; null is nothing (ENOLINK). Change it by <see cref="ChangeSource"/>.</summary>
    public FakeSignal? Signal
    {
        get => _signal;
        init => _signal = value;
    }

    private bool IsDigital => _input < Inputs.Count && Inputs[_input].IsDigital;

    // Frames of a digital input come only while the timings that are set are those of the signal.
    private bool HasSignal => !IsDigital || (_signal is not null && _signalError == 0 && IsSame(_timings ?? _signal.Timings, _signal.Timings));

    /// <summary>Changes what comes in, and tells those who asked.</summary>
    /// <param name="signal">The new signal; null is none.</param>
    /// <param name="errno">What a query gives instead of the timings: ENOLCK, ERANGE; 0 for the truth.</param>
    public void ChangeSource(FakeSignal? signal, int errno = 0)
    {
        lock (_gate)
        {
            _signal = signal;
            _signalError = errno;
            foreach (FakeCameraFile file in _files.Where(static file => file.IsSubscribed))
            {
                file.EventCount++;
            }

            Monitor.PulseAll(_gate);
        }
    }

    private int EnumerateInputs(Videodev2.v4l2_input* found)
    {
        if (found->index >= Inputs.Count)
        {
            return Inputs.Count == 0 ? LibC.ENOTTY : LibC.EINVAL;
        }

        FakeInput input = Inputs[(int)found->index];
        *found = new Videodev2.v4l2_input
        {
            index = found->index,
            type = 2,
            std = input.Standard,
            status = input.IsDigital && _signal is null ? Videodev2.V4L2_IN_ST_NO_SIGNAL : 0,
            capabilities = (input.IsDigital ? Videodev2.V4L2_IN_CAP_DV_TIMINGS : 0) | (input.Standard != 0 ? Videodev2.V4L2_IN_CAP_STD : 0),
        };
        Put(input.Name, found->name, 32);
        return 0;
    }

    private int GetInput(int* input)
    {
        *input = _input;
        return Inputs.Count == 0 ? LibC.ENOTTY : 0;
    }

    private int SetInput(int* input)
    {
        if (Inputs.Count == 0 || *input < 0 || *input >= Inputs.Count)
        {
            return Inputs.Count == 0 ? LibC.ENOTTY : LibC.EINVAL;
        }

        if (*input != _input)
        {
            if (IsBusy || _buffers.Count > 0)
            {
                return LibC.EBUSY;
            }

            ForgetSettings();
            _input = *input;
        }

        return 0;
    }

    private int GetStandard(ulong* standard)
    {
        ulong found = _input < Inputs.Count ? Inputs[_input].Standard : 0;
        *standard = found;
        return found == 0 ? LibC.ENODATA : 0;
    }

    private int GetTimings(Videodev2.v4l2_dv_timings* timings)
    {
        if (!IsDigital)
        {
            return Inputs.Any(static input => input.IsDigital) ? LibC.ENODATA : LibC.ENOTTY;
        }

        *timings = _timings ?? new FakeSignal(1920, 1080, 60).Timings;
        return 0;
    }

    private int SetTimings(Videodev2.v4l2_dv_timings* timings)
    {
        if (!IsDigital)
        {
            return Inputs.Any(static input => input.IsDigital) ? LibC.ENODATA : LibC.ENOTTY;
        }

        if (_timings is null || !IsSame(_timings.Value, *timings))
        {
            if (IsBusy || _buffers.Count > 0)
            {
                return LibC.EBUSY;
            }

            _timings = *timings;
            _format = Negotiate(Current.pix.pixelformat, timings->bt.width, timings->bt.height);
        }

        return 0;
    }

    private int QueryTimings(Videodev2.v4l2_dv_timings* timings)
    {
        if (!IsDigital)
        {
            return Inputs.Any(static input => input.IsDigital) ? LibC.ENODATA : LibC.ENOTTY;
        }

        *timings = _signal?.Timings ?? default;
        return _signalError != 0 ? _signalError : _signal is null ? LibC.ENOLINK : 0;
    }

    private static bool IsSame(in Videodev2.v4l2_dv_timings left, in Videodev2.v4l2_dv_timings right) =>
        left.bt.width == right.bt.width && left.bt.height == right.bt.height && left.bt.interlaced == right.bt.interlaced && left.bt.pixelclock == right.bt.pixelclock;
}
