using System.Text;
using FrameRing.V4L2.Interop;
using FrameRing.V4L2;
using FrameRing.V4L2.Files;
using FrameRing.Waiting;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <summary>
/// A V4L2 driver in memory, with its camera: a queue of buffers, a counter of frames, formats that it corrects, controls, inputs, events.
/// Every call can be made to fail. Frames come when somebody waits for them (<see cref="Frames"/>), or when the test delivers them.
/// Safe on several threads. Behaves as videobuf2 and the control framework of Linux 6 do.
/// </summary>
public sealed unsafe partial class FakeCamera
{
    private readonly object _gate = new();
    private readonly List<string> _calls = [];
    private readonly List<FakeFault> _faults = [];
    private readonly List<FakeCameraFile> _files = [];
    private bool _isPluggedIn = true;

    public string Driver { get; init; } = "fake";

    public string Card { get; init; } = "Fake Camera";

    public string BusInfo { get; init; } = "platform:fake-000";

    public Version DriverVersion { get; init; } = new(6, 1, 90);

    public DeviceCapabilities Capabilities { get; init; } = DeviceCapabilities.VideoCapture | DeviceCapabilities.Streaming;

    /// <summary>Whether a source change can be subscribed to.</summary>
    public bool HasSourceChange { get; init; }

    /// <summary>Whether another program has set it up to stream: formats and buffers are EBUSY.</summary>
    public bool IsBusy { get; set; }

    /// <summary>A wait for which there is nothing ends at once, as if its time had run out; else it takes its time.</summary>
    public bool SkipsWaits { get; set; } = true;

    /// <summary>Files that are open.</summary>
    public int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _files.Count;
            }
        }
    }

    public bool IsPluggedIn
    {
        get
        {
            lock (_gate)
            {
                return _isPluggedIn;
            }
        }
    }

    /// <summary>The calls so far, like <c>VIDIOC_S_FMT</c>, <c>mmap</c>, <c>close</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    private bool IsMultiPlanar => !Capabilities.HasFlag(DeviceCapabilities.VideoCapture);

    private uint BufferType => IsMultiPlanar ? Videodev2.V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE : Videodev2.V4L2_BUF_TYPE_VIDEO_CAPTURE;

    /// <summary>Makes a call fail.</summary>
    /// <param name="call">A VIDIOC name, <c>open</c> or <c>mmap</c>.</param>
    /// <param name="errno">The error number.</param>
    /// <param name="times">How often; int.MaxValue for ever.</param>
    /// <param name="after">How often it works before.</param>
    public void Fail(string call, int errno, int times = 1, int after = 0)
    {
        lock (_gate)
        {
            _faults.Add(new FakeFault(call, errno, times, after));
        }
    }

    /// <summary>Ends all failing.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>Pulls the plug: all open files are dead, waits for them end, and it cannot be opened.</summary>
    public void Unplug()
    {
        lock (_gate)
        {
            _isPluggedIn = false;
            _files.ForEach(static file => file.IsAlive = false);
            StopQueue();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Plugs it in again, as it was when it was new.</summary>
    public void PlugIn()
    {
        lock (_gate)
        {
            _isPluggedIn = true;
            ForgetSettings();
        }
    }

    internal int TryOpen(out IDeviceFile? file)
    {
        lock (_gate)
        {
            _calls.Add("open");
            file = null;
            int errno = _isPluggedIn ? TakeFault("open") : LibC.ENOENT;
            if (errno == 0)
            {
                FakeCameraFile opened = new(this);
                _files.Add(opened);
                file = opened;
            }

            return errno;
        }
    }

    internal void Close(FakeCameraFile file)
    {
        lock (_gate)
        {
            _calls.Add("close");
            _files.Remove(file);
            if (_owner == file)
            {
                FreeBuffers();
            }
        }
    }

    internal int Ioctl(FakeCameraFile file, uint request, void* argument)
    {
        lock (_gate)
        {
            string name = VideoRequests.NameOf(request);
            _calls.Add(name);
            int errno = file.IsAlive ? TakeFault(name) : LibC.ENODEV;
            return errno != 0 ? errno : Answer(file, name, argument);
        }
    }

    internal short Poll(FakeCameraFile file, short events, TimeSpan timeout, StopEvent? stop)
    {
        long end = MonotonicClock.NowNanoseconds + (long)timeout.TotalNanoseconds;
        using CancellationTokenRegistration registration = stop?.Token.UnsafeRegister(static camera => ((FakeCamera)camera!).Wake(), this) ?? default;
        lock (_gate)
        {
            while (true)
            {
                int ready = Ready(file) & ((ushort)events | Device.POLLERR | Device.POLLHUP | Device.POLLNVAL);
                long left = end - MonotonicClock.NowNanoseconds;
                if (ready != 0 || SkipsWaits || left <= 0 || stop?.Token.IsCancellationRequested == true)
                {
                    return (short)ready;
                }

                Monitor.Wait(_gate, (int)Math.Min(int.MaxValue, (left + 999_999) / 1_000_000));
            }
        }
    }

    private int Answer(FakeCameraFile file, string name, void* argument) => name switch
    {
        nameof(Videodev2.VIDIOC_QUERYCAP) => QueryCapability((Videodev2.v4l2_capability*)argument),
        nameof(Videodev2.VIDIOC_ENUM_FMT) => EnumerateFormats((Videodev2.v4l2_fmtdesc*)argument),
        nameof(Videodev2.VIDIOC_ENUM_FRAMESIZES) => EnumerateSizes((Videodev2.v4l2_frmsizeenum*)argument),
        nameof(Videodev2.VIDIOC_ENUM_FRAMEINTERVALS) => EnumerateIntervals((Videodev2.v4l2_frmivalenum*)argument),
        nameof(Videodev2.VIDIOC_G_FMT) => GetFormat((Videodev2.v4l2_format*)argument),
        nameof(Videodev2.VIDIOC_TRY_FMT) => TryFormat((Videodev2.v4l2_format*)argument),
        nameof(Videodev2.VIDIOC_S_FMT) => SetFormat(file, (Videodev2.v4l2_format*)argument),
        nameof(Videodev2.VIDIOC_G_PARM) => GetInterval((Videodev2.v4l2_streamparm*)argument),
        nameof(Videodev2.VIDIOC_S_PARM) => SetInterval((Videodev2.v4l2_streamparm*)argument),
        nameof(Videodev2.VIDIOC_ENUMINPUT) => EnumerateInputs((Videodev2.v4l2_input*)argument),
        nameof(Videodev2.VIDIOC_G_INPUT) => GetInput((int*)argument),
        nameof(Videodev2.VIDIOC_S_INPUT) => SetInput((int*)argument),
        nameof(Videodev2.VIDIOC_G_STD) => GetStandard((ulong*)argument),
        nameof(Videodev2.VIDIOC_G_DV_TIMINGS) => GetTimings((Videodev2.v4l2_dv_timings*)argument),
        nameof(Videodev2.VIDIOC_S_DV_TIMINGS) => SetTimings((Videodev2.v4l2_dv_timings*)argument),
        nameof(Videodev2.VIDIOC_QUERY_DV_TIMINGS) => QueryTimings((Videodev2.v4l2_dv_timings*)argument),
        nameof(Videodev2.VIDIOC_QUERY_EXT_CTRL) => QueryControl((Videodev2.v4l2_query_ext_ctrl*)argument),
        nameof(Videodev2.VIDIOC_QUERYMENU) => QueryMenu((Videodev2.v4l2_querymenu*)argument),
        nameof(Videodev2.VIDIOC_G_EXT_CTRLS) => GetControls((Videodev2.v4l2_ext_controls*)argument),
        nameof(Videodev2.VIDIOC_S_EXT_CTRLS) => SetControls((Videodev2.v4l2_ext_controls*)argument),
        nameof(Videodev2.VIDIOC_REQBUFS) => RequestBuffers(file, (Videodev2.v4l2_requestbuffers*)argument),
        nameof(Videodev2.VIDIOC_QUERYBUF) => QueryBuffer((Videodev2.v4l2_buffer*)argument),
        nameof(Videodev2.VIDIOC_QBUF) => Queue(file, (Videodev2.v4l2_buffer*)argument),
        nameof(Videodev2.VIDIOC_DQBUF) => Dequeue(file, (Videodev2.v4l2_buffer*)argument),
        nameof(Videodev2.VIDIOC_STREAMON) => StreamOn(file, *(uint*)argument),
        nameof(Videodev2.VIDIOC_STREAMOFF) => StreamOff(file, *(uint*)argument),
        nameof(Videodev2.VIDIOC_SUBSCRIBE_EVENT) => file.Subscribe((Videodev2.v4l2_event_subscription*)argument),
        nameof(Videodev2.VIDIOC_DQEVENT) => file.TakeEvent((Videodev2.v4l2_event*)argument),
        _ => LibC.ENOTTY,
    };

    private int QueryCapability(Videodev2.v4l2_capability* capability)
    {
        *capability = new Videodev2.v4l2_capability
        {
            version = (uint)((DriverVersion.Major << 16) | (DriverVersion.Minor << 8) | DriverVersion.Build),
            capabilities = (uint)Capabilities | Videodev2.V4L2_CAP_DEVICE_CAPS,
            device_caps = (uint)Capabilities,
        };
        Put(Driver, capability->driver, 16);
        Put(Card, capability->card, 32);
        Put(BusInfo, capability->bus_info, 32);
        return 0;
    }

    private int TakeFault(string call)
    {
        FakeFault? fault = _faults.FirstOrDefault(fault => fault.Call == call && fault.Times > 0);
        return fault?.Take() ?? 0;
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private static void Put(string text, byte* target, int length)
    {
        Span<byte> bytes = new(target, length);
        bytes.Clear();
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        utf8.AsSpan(0, Math.Min(utf8.Length, length - 1)).CopyTo(bytes);
    }
}
