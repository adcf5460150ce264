using FrameRing.V4L2.Inputs;
using FrameRing.V4L2.Interop;
using Tmds.Linux;

namespace FrameRing.V4L2;

/// <content>Inputs and the timings of digital ones.</content>
public sealed unsafe partial class VideoDevice
{
    /// <summary>The input that is chosen (VIDIOC_G_INPUT); null if the device has no inputs to choose from.</summary>
    public int? Input
    {
        get
        {
            int input;
            int errno = _node.Call(Videodev2.VIDIOC_G_INPUT, &input);
            _node.ThrowIfGone("Read the input (VIDIOC_G_INPUT)", errno);
            return errno == 0 ? input : null;
        }
    }

    /// <summary>Whether the chosen input is an analogue one with a 525-line standard, whose bottom field comes first (VIDIOC_G_STD).</summary>
    public bool Is525Lines
    {
        get
        {
            ulong standard;
            return _node.Call(Videodev2.VIDIOC_G_STD, &standard) == 0 && (standard & Videodev2.V4L2_STD_525_60) != 0;
        }
    }

    /// <summary>The inputs (VIDIOC_ENUMINPUT).</summary>
    /// <returns>Inputs by number.</returns>
    public IReadOnlyList<VideoInput> GetInputs()
    {
        List<VideoInput> inputs = [];
        for (uint index = 0; index < MaxEntries; index++)
        {
            Videodev2.v4l2_input found = new() { index = index };
            if (!IsMore(_node.Call(Videodev2.VIDIOC_ENUMINPUT, &found), "List the inputs (VIDIOC_ENUMINPUT)"))
            {
                break;
            }

            bool hasSignal = (found.status & (Videodev2.V4L2_IN_ST_NO_SIGNAL | Videodev2.V4L2_IN_ST_NO_POWER)) == 0;
            inputs.Add(new VideoInput((int)index, KernelText.Read(found.name, 32), hasSignal, (found.capabilities & Videodev2.V4L2_IN_CAP_DV_TIMINGS) != 0));
        }

        return inputs;
    }

    /// <summary>Chooses an input (VIDIOC_S_INPUT). The format may be another one afterwards.</summary>
    /// <param name="input">Its number.</param>
    public void SetInput(int input) => _node.ThrowOn($"Choose input {input} (VIDIOC_S_INPUT)", _node.Call(Videodev2.VIDIOC_S_INPUT, &input));

    /// <summary>The timings that are set (VIDIOC_G_DV_TIMINGS).</summary>
    /// <returns>The timings; null if the input has none.</returns>
    public DigitalTimings? GetTimings()
    {
        Videodev2.v4l2_dv_timings timings;
        int errno = _node.Call(Videodev2.VIDIOC_G_DV_TIMINGS, &timings);
        _node.ThrowIfGone("Read the timings (VIDIOC_G_DV_TIMINGS)", errno);
        return errno == 0 ? new DigitalTimings(timings) : null;
    }

    /// <summary>The timings of the signal that comes in (VIDIOC_QUERY_DV_TIMINGS); changes nothing.</summary>
    /// <param name="timings">The timings.</param>
    /// <returns>Whether there are any, or why not.</returns>
    public SignalStatus QueryTimings(out DigitalTimings timings)
    {
        Videodev2.v4l2_dv_timings found;
        int errno = _node.Call(Videodev2.VIDIOC_QUERY_DV_TIMINGS, &found);
        _node.ThrowIfGone("Query the timings (VIDIOC_QUERY_DV_TIMINGS)", errno);
        timings = new DigitalTimings(found);
        return errno switch
        {
            0 => SignalStatus.Locked,
            _ when errno == LibC.ENOLINK => SignalStatus.NoSignal,
            _ when errno == LibC.ENOLCK => SignalStatus.NoLock,
            _ when errno == LibC.ERANGE => SignalStatus.OutOfRange,
            _ => SignalStatus.NotTold,
        };
    }

    /// <summary>Sets timings (VIDIOC_S_DV_TIMINGS). The format may be another one afterwards.</summary>
    /// <param name="timings">What a query gave.</param>
    public void SetTimings(DigitalTimings timings)
    {
        Videodev2.v4l2_dv_timings wish = timings.Native;
        _node.ThrowOn($"Set the timings {timings} (VIDIOC_S_DV_TIMINGS)", _node.Call(Videodev2.VIDIOC_S_DV_TIMINGS, &wish));
    }
}
