using FrameRing.Formats;
using FrameRing.V4L2.Formats;

namespace FrameRing.V4L2.Streaming;

/// <summary>A buffer that the driver has filled, and what it says of it. A plain value.</summary>
public struct CapturedBuffer
{
    /// <summary>Number of the buffer. It belongs to the caller until it is queued again.</summary>
    public int Index { get; internal set; }

    /// <summary>The driver's counter of frames since the stream was started; frames that it lost are counted too.</summary>
    public uint Sequence { get; internal set; }

    /// <summary>When the frame was captured, in nanoseconds of <see cref="Clock"/>; 0 if the driver does not tell.</summary>
    public long Timestamp { get; internal set; }

    /// <summary>The clock of <see cref="Timestamp"/>.</summary>
    public CaptureClock Clock { get; internal set; }

    /// <summary>What <see cref="Timestamp"/> is the time of.</summary>
    public CaptureInstant Instant { get; internal set; }

    /// <summary>Which lines the buffer has.</summary>
    public FieldOrder Field { get; internal set; }

    /// <summary>Whether the driver says that the data may be damaged.</summary>
    public bool HasError { get; internal set; }

    /// <summary>Whether the driver says that a compressed picture stands for itself.</summary>
    public bool IsKey { get; internal set; }

    /// <summary>Whether it is the last one of a stream that ends.</summary>
    public bool IsLast { get; internal set; }

    /// <summary>Bytes that were filled in each piece of memory, what lies before the picture included.</summary>
    public PlaneValues BytesUsed { get; internal set; }

    /// <summary>Bytes before the picture in each piece of memory.</summary>
    public PlaneValues DataOffsets { get; internal set; }
}
