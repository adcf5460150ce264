using System.Diagnostics.CodeAnalysis;
using FrameRing.V4L2.Interop;
using FrameRing.V4L2.Controls;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Streaming;
using Tmds.Linux;

namespace FrameRing.V4L2;

/// <summary>
/// A V4L2 capture device: a camera, a grabber. Opened for reading and writing, never blocking. Ask what it offers, agree on a format, then
/// stream: <see cref="CreateStream"/>. One thread at a time; errors are <see cref="FrameRingException"/>. Source: the V4L part of the
/// kernel's media userspace API.
/// </summary>
public sealed unsafe partial class VideoDevice : IDisposable
{
    private readonly DeviceNode _node;
    private DeviceControls? _controls;

    private VideoDevice(DeviceNode node, in Videodev2.v4l2_capability capability)
    {
        _node = node;
        fixed (Videodev2.v4l2_capability* c = &capability)
        {
            Driver = KernelText.Read(c->driver, 16);
            Card = KernelText.Read(c->card, 32);
            BusInfo = KernelText.Read(c->bus_info, 32);
            DriverVersion = new Version((int)(c->version >> 16) & 0xFF, (int)(c->version >> 8) & 0xFF, (int)c->version & 0xFF);

            // Drivers from before Linux 3.4 do not tell one node's capabilities apart from the device's.
            Capabilities = (DeviceCapabilities)((c->capabilities & Videodev2.V4L2_CAP_DEVICE_CAPS) != 0 ? c->device_caps : c->capabilities);

            // Once, for it is asked with every buffer, and code that is not optimised yet allocates for HasFlag.
            IsMultiPlanar = !Capabilities.HasFlag(DeviceCapabilities.VideoCapture) && Capabilities.HasFlag(DeviceCapabilities.VideoCaptureMultiPlanar);
        }
    }

    /// <summary>The path it was opened by.</summary>
    public string Path => _node.Path;

    /// <summary>The driver's name, like <c>uvcvideo</c>.</summary>
    public string Driver { get; }

    /// <summary>The device's name.</summary>
    public string Card { get; }

    /// <summary>Where the device is, like <c>usb-0000:00:14.0-1</c>: the same after a restart, and for all nodes of one device.</summary>
    public string BusInfo { get; }

    /// <summary>The driver's version, mostly that of the kernel.</summary>
    public Version DriverVersion { get; }

    /// <summary>What this node can do.</summary>
    public DeviceCapabilities Capabilities { get; }

    /// <summary>Whether it gives pictures. The second node of a USB camera gives metadata instead.</summary>
    public bool IsCapture => (Capabilities & (DeviceCapabilities.VideoCapture | DeviceCapabilities.VideoCaptureMultiPlanar)) != 0;

    /// <summary>Whether it is spoken to through the multi-planar API, because it has no other.</summary>
    public bool IsMultiPlanar { get; }

    /// <summary>The device's controls: brightness, exposure and so on.</summary>
    public DeviceControls Controls => _controls ??= new DeviceControls(_node);

    /// <summary>Whether the device was unplugged or its driver removed since it was opened.</summary>
    public bool IsGone
    {
        get
        {
            Videodev2.v4l2_capability capability;
            return DeviceError.IsGone(_node.Call(Videodev2.VIDIOC_QUERYCAP, &capability));
        }
    }

    internal uint BufferType => IsMultiPlanar ? Videodev2.V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE : Videodev2.V4L2_BUF_TYPE_VIDEO_CAPTURE;

    /// <summary>Opens a device, whatever it can do.</summary>
    /// <param name="path">A device file or a link to one, like <c>/dev/video0</c> or <c>/dev/v4l/by-id/...</c>.</param>
    /// <returns>The device; the caller disposes it.</returns>
    /// <exception cref="FrameRingException">There is no such file, it may not be opened, or it is no V4L2 device.</exception>
    public static VideoDevice Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Cameras are asked through V4L2, which Linux alone has.");
        }

        return Open(path, SystemDeviceFiles.Instance);
    }

    /// <summary>Whether a path is one of a video device, or a link to one; there need not be a device at the moment.</summary>
    /// <param name="path">A path.</param>
    /// <returns>True for <c>/dev/video0</c>, <c>/dev/v4l/by-id/...</c> and links to such files.</returns>
    public static bool IsDevicePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("/dev/video", StringComparison.Ordinal)
            || path.StartsWith("/dev/v4l/", StringComparison.Ordinal)
            || (path.StartsWith('/') && DeviceHolders.Resolve(path).StartsWith("/dev/video", StringComparison.Ordinal));
    }

    /// <summary>The capture devices of this machine. Nodes that give metadata, radio, touch or take output are left out, and so are those that may not be opened.</summary>
    /// <returns>Opened devices, in the order of their numbers; the caller disposes them.</returns>
    public static IReadOnlyList<VideoDevice> OpenAll() => OpenAll(SystemDeviceFiles.Instance);

    /// <summary>Gives the device back. Its streams must have been disposed: a mapped buffer keeps the device open.</summary>
    public void Dispose() => _node.Dispose();

    /// <summary>Asks to be woken when the source changes its size or format, as grabbers do (V4L2_EVENT_SOURCE_CHANGE).</summary>
    /// <returns>False if the device has no such event.</returns>
    public bool TrySubscribeSourceChange()
    {
        Videodev2.v4l2_event_subscription subscription = new() { type = Videodev2.V4L2_EVENT_SOURCE_CHANGE };
        int input = Input ?? 0;
        subscription.id = (uint)input;
        int errno = _node.Call(Videodev2.VIDIOC_SUBSCRIBE_EVENT, &subscription);
        _node.ThrowIfGone("Subscribe to changes of the source (VIDIOC_SUBSCRIBE_EVENT)", errno);
        return errno == 0;
    }

    /// <summary>Takes all events that have come.</summary>
    /// <returns>Whether the source has changed; then stop, ask for the format anew and start again, even if it is the same.</returns>
    public bool TakeSourceChange()
    {
        bool changed = false;
        Videodev2.v4l2_event happened;
        while (_node.Call(Videodev2.VIDIOC_DQEVENT, &happened) == 0)
        {
            changed |= happened.type == Videodev2.V4L2_EVENT_SOURCE_CHANGE && (happened.src_change_changes & Videodev2.V4L2_EVENT_SRC_CH_RESOLUTION) != 0;
        }

        return changed;
    }

    /// <summary>Makes buffers to stream with. The format cannot be changed until the stream is disposed.</summary>
    /// <param name="memory">Whose memory the driver fills.</param>
    /// <param name="count">Buffers wished, 2 to 32; the driver may give more or fewer.</param>
    /// <param name="stream">The stream; the caller disposes it before the device.</param>
    /// <returns>False if the driver does not fill such memory.</returns>
    /// <exception cref="FrameRingException">The device is in use or gone, or has no memory.</exception>
    public bool CreateStream(BufferMemory memory, int count, [NotNullWhen(true)] out CaptureStream? stream) => 
        CaptureStream.TryCreate(_node, BufferType, IsMultiPlanar ? GetFormat().Planes.Count : 1, memory, count, out stream);

    internal static VideoDevice Open(string path, IDeviceFiles files)
    {
        string operation = $"Open the device '{path}'";
        int errno = files.TryOpen(path, out IDeviceFile? file);
        if (errno != 0)
        {
            throw DeviceError.Create(operation, errno, path);
        }

        Videodev2.v4l2_capability capability;
        errno = file!.Ioctl(Videodev2.VIDIOC_QUERYCAP, &capability);
        if (errno == 0)
        {
            return new VideoDevice(new DeviceNode(path, file), capability);
        }

        file.Dispose();
        throw errno == LibC.ENOTTY || errno == LibC.EINVAL
            ? new FrameRingException(FrameRingError.NotSupported, operation, "it is no V4L2 device", null, errno)
            : DeviceError.Create(operation, errno, path);
    }

    internal static IReadOnlyList<VideoDevice> OpenAll(IDeviceFiles files)
    {
        List<VideoDevice> devices = [];
        foreach (string path in files.List())
        {
            try
            {
                VideoDevice device = Open(path, files);
                if (device.IsCapture)
                {
                    devices.Add(device);
                }
                else
                {
                    device.Dispose();
                }
            }
            catch (FrameRingException)
            {
                // Gone meanwhile, not ours to open, or no V4L2 device in spite of its name.
            }
        }

        return devices;
    }
}
