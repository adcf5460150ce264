using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2;

/// <summary>What a device node can do: <c>device_caps</c> of VIDIOC_QUERYCAP, with the kernel's numbers.</summary>
[Flags]
public enum DeviceCapabilities : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Captures video through the single-planar API.</summary>
    VideoCapture = Videodev2.V4L2_CAP_VIDEO_CAPTURE,

    /// <summary>Puts video out.</summary>
    VideoOutput = Videodev2.V4L2_CAP_VIDEO_OUTPUT,

    /// <summary>Captures the vertical blanking.</summary>
    VbiCapture = Videodev2.V4L2_CAP_VBI_CAPTURE,

    /// <summary>Captures video through the multi-planar API.</summary>
    VideoCaptureMultiPlanar = Videodev2.V4L2_CAP_VIDEO_CAPTURE_MPLANE,

    /// <summary>Puts video out through the multi-planar API.</summary>
    VideoOutputMultiPlanar = Videodev2.V4L2_CAP_VIDEO_OUTPUT_MPLANE,

    /// <summary>Works from memory to memory through the multi-planar API, as codecs do.</summary>
    MemoryToMemoryMultiPlanar = Videodev2.V4L2_CAP_VIDEO_M2M_MPLANE,

    /// <summary>Works from memory to memory.</summary>
    MemoryToMemory = Videodev2.V4L2_CAP_VIDEO_M2M,

    /// <summary>Captures raw radio samples.</summary>
    SdrCapture = Videodev2.V4L2_CAP_SDR_CAPTURE,

    /// <summary>Captures metadata, not pictures.</summary>
    MetadataCapture = Videodev2.V4L2_CAP_META_CAPTURE,

    /// <summary>Offers read(2).</summary>
    ReadWrite = Videodev2.V4L2_CAP_READWRITE,

    /// <summary>Offers streaming into buffers.</summary>
    Streaming = Videodev2.V4L2_CAP_STREAMING,

    /// <summary>Takes metadata.</summary>
    MetadataOutput = Videodev2.V4L2_CAP_META_OUTPUT,

    /// <summary>Is a touch device.</summary>
    Touch = Videodev2.V4L2_CAP_TOUCH,

    /// <summary>Has its inputs chosen through the media controller.</summary>
    MediaController = Videodev2.V4L2_CAP_IO_MC,
}
